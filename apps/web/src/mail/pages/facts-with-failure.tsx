import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useInfiniteQuery } from '@tanstack/react-query'
import { messagesQuery } from '../messages/messages-query.ts'
import { SetupFacts } from '../office365/components/setup-facts.tsx'

/** The main facts about a configured bot, with its last message that failed. */
export function FactsWithFailure({ view }: { view: ConfigurationView }) {
  const { data } = useInfiniteQuery(messagesQuery(view.botId, { states: ['failed'] }, { limit: 1 }))
  const failed = data && (data.pages[0]?.messages[0] ?? null)
  const lastFailure = failed && { at: failed.settledAt ?? failed.createdAt, title: failed.diagnosis?.title }
  return <SetupFacts view={view} lastFailure={lastFailure} />
}
