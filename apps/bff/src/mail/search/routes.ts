import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { MessageState } from '@office365-email/shared/message'
import type { MessageSource } from '@office365-email/shared/message-search'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { dayOf } from '../../ground/day.ts'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { isService, type Principal } from '../../ground/http/principal.ts'
import { replyWithFile } from '../../ground/http/reply-with-file.ts'
import { notFound } from '../../ground/problem.ts'
import { presentMessage } from '../sending/message.ts'
import type { MessageStore } from '../sending/message-store.ts'
import { exportMessages } from './export-messages.ts'
import { countMessages, findMessages } from './find-messages.ts'
import type { MessageFilter } from './message-filter.ts'
import type { MessageSearch } from './message-search.ts'
import { wantedWordsOf } from './words.ts'

export interface Dependencies {
  messages: MessageStore
  messageSearch: MessageSearch
  audit: Pick<AuditStore, 'append'>
}

interface FilterQuery {
  q?: string | undefined
  recipient?: string | undefined
  from?: number | undefined
  to?: number | undefined
  state?: MessageState[] | undefined
  source?: MessageSource | undefined
}

const toFilter = (bots: BotScope, { q, recipient, from, to, state, source }: FilterQuery): MessageFilter => ({
  bots,
  words: q === undefined ? [] : wantedWordsOf(q),
  recipient: recipient ?? null,
  from: from ?? null,
  to: to ?? null,
  states: state ?? [],
  source: source ?? null,
})

/** The bots that a search is about. One that the caller may not see is the same as none. */
function scopeOf(principal: Principal, bot: string | undefined): BotScope {
  if (bot === undefined) return principal.botIds
  if (!reachesBot(principal, bot)) throw notFound()
  return [bot]
}

interface ListQuery extends FilterQuery {
  cursor?: string | undefined
  limit: number
  counts?: 'true' | undefined
}

async function list(dependencies: Dependencies, principal: Principal, bots: BotScope, query: ListQuery) {
  const { cursor, limit, counts } = query
  const filter = toFilter(bots, query)
  const page = await findMessages(dependencies, filter, { before: cursor, limit: limit + 1 })
  const shown = page.slice(0, limit)
  return {
    messages: shown.map((message) => presentMessage(message, { forService: isService(principal) })),
    nextCursor: page.length > limit ? (shown.at(-1)?.id ?? null) : null,
    ...(counts && cursor === undefined && { counts: await countMessages(dependencies.messageSearch, filter) }),
  }
}

export const searchRoutes: EndpointRoute<Dependencies>[] = [
  handle(messageEndpoints.listMessages, (dependencies, { bot, query, principal }) =>
    list(dependencies, principal, [bot.id], query),
  ),

  handle(messageEndpoints.searchMessages, (dependencies, { query, principal }) =>
    list(dependencies, principal, scopeOf(principal, query.bot), query),
  ),

  handle(messageEndpoints.exportMessages, async (dependencies, { query, principal, context, reply }) => {
    const { bot, format } = query
    const filter = toFilter(scopeOf(principal, bot), query)
    const reader = { forService: isService(principal) }
    return replyWithFile(reply, {
      name: `messages-${dayOf(context.now)}`,
      format,
      rowEstimate: await dependencies.messageSearch.estimate(filter),
      pieces: exportMessages(dependencies, context, { filter, botId: bot ?? null, format, reader }),
    })
  }),
]
