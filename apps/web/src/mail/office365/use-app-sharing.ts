import type { AppSharing } from '@office365-email/shared/entra-setup/scripts/setup-script'
import type { ApplicationSharing } from '@office365-email/shared/same-application'
import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { botSharingQuestion } from './queries.ts'

/** Through an intake link, the server says nothing about the mailbox. */
type Answer = Pick<ApplicationSharing, 'isShared'> & Partial<ApplicationSharing>

/** Whether other bots use the app of a script, as far as this page knows. */
export interface KnownSharing {
  sharing: AppSharing
  state: 'no-app' | 'asking' | 'failed' | 'answered'
  /** Asks the server again: the response may have changed since the page was opened. */
  ask: () => Promise<AppSharing>
}

const sharingOf = ({ isShared, isMailboxShared }: Answer): AppSharing => {
  if (!isShared) return 'not-shared'
  return isMailboxShared ? 'mailbox-shared' : 'shared'
}

/** For scripts of an app that has no client ID yet. */
const noApp: KnownSharing = { sharing: 'unknown', state: 'no-app', ask: () => Promise.resolve('unknown') }

/** For a page that cannot ask the server again. */
export function answeredOnce(answer: Answer): KnownSharing {
  const sharing = sharingOf(answer)
  return { sharing, state: 'answered', ask: () => Promise.resolve(sharing) }
}

interface SharingQuestion {
  queryKey: readonly string[]
  queryFn: (context: { signal: AbortSignal }) => Promise<Answer>
  gcTime?: number
}

/** `unknown` if the server has not responded or could not be reached: scripts treat the app as shared. */
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

/** For the app that a bot's scripts are for, on the pages of an admin. */
export const useBotSharing = ({ botId, clientId }: { botId: string; clientId: string | null }): KnownSharing =>
  useAppSharing(clientId === null ? null : botSharingQuestion(botId, clientId))
