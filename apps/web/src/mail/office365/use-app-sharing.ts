import type { AppSharing } from '@office365-email/shared/entra-setup/scripts/setup-script'
import type { ApplicationSharing } from '@office365-email/shared/same-application'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { botSharingQuestion } from './queries.ts'

/** Behind an intake link nothing is said about the mailbox. */
type Answer = Pick<ApplicationSharing, 'isShared'> & Partial<ApplicationSharing>

/** Whether other bots use the app of a script, as far as this page knows. */
export interface KnownSharing {
  sharing: AppSharing
  state: 'no-app' | 'asking' | 'failed' | 'answered'
  /** Asks once more: the answer may have changed since the page was opened. */
  ask: () => Promise<AppSharing>
}

const sharingOf = ({ isShared, isMailboxShared }: Answer): AppSharing => {
  if (!isShared) return 'not-shared'
  return isMailboxShared ? 'mailbox-shared' : 'shared'
}

/** For scripts of an app that has no client ID yet. */
const noApp: KnownSharing = { sharing: 'unknown', state: 'no-app', ask: () => Promise.resolve('unknown') }

/** Where it cannot be asked again. */
export function answeredOnce(answer: Answer): KnownSharing {
  const sharing = sharingOf(answer)
  return { sharing, state: 'answered', ask: () => Promise.resolve(sharing) }
}

interface SharingQuestion {
  queryKey: readonly string[]
  queryFn: (context: { signal: AbortSignal }) => Promise<Answer>
  gcTime?: number
}

/** What is not known, or could not be asked, is `unknown`: scripts treat it as shared. */
export function useAppSharing(question: SharingQuestion | null): KnownSharing {
  const queryClient = useQueryClient()
  const { data, isError } = useQuery<Answer>(question ?? { queryKey: ['no-app'], queryFn: skipToken })
  if (question === null) return noApp
  const known = isError || data === undefined ? 'unknown' : sharingOf(data)
  return {
    sharing: known,
    state: isError ? 'failed' : data === undefined ? 'asking' : 'answered',
    ask: () =>
      queryClient
        .fetchQuery<Answer>({ ...question, staleTime: 0, retry: false })
        .then(sharingOf, () => 'unknown' as const),
  }
}

/** Of the app that a bot's scripts are for, on the pages of an admin. */
export const useBotSharing = ({ botId, clientId }: { botId: string; clientId: string | null }): KnownSharing =>
  useAppSharing(clientId === null ? null : botSharingQuestion(botId, clientId))
