import type { MessageState } from '@office365-email/shared/message'
import { type MessageCounts, mostCounted } from '@office365-email/shared/message-search'
import type { Message } from '../sending/message.ts'
import type { MessageStore } from '../sending/message-store.ts'
import type { MessageFilter } from './message-filter.ts'
import type { MessageSearch, SearchPage } from './message-search.ts'

interface Dependencies {
  messages: Pick<MessageStore, 'list'>
  messageSearch: MessageSearch
}

/**
 * The bot and the state, if indexes of the table itself find what the filter selects. None lists accepted messages,
 * because an entry would cost time for each one that is sent.
 */
function plainListOf({ bots, words, recipient, from, to, states, source }: MessageFilter) {
  const isPlain = words.length === 0 && recipient === null && from === null && to === null && source === null
  const [botId, ...otherBots] = bots === 'all' ? [] : bots
  const [state, ...otherStates] = states
  if (!isPlain || botId === undefined || otherBots.length > 0) return null
  return state === undefined || state === 'accepted' || otherStates.length > 0 ? null : { botId, state }
}

/** Newest first. */
export async function findMessages(
  { messages, messageSearch }: Dependencies,
  filter: MessageFilter,
  { before, limit }: SearchPage,
): Promise<Message[]> {
  const list = plainListOf(filter)
  if (list === null) return await messageSearch.find(filter, { before, limit })
  return await messages.list({ ...list, limit, ...(before !== undefined && { before }) })
}

const noneByState: Record<MessageState, number> = {
  queued: 0,
  sending: 0,
  accepted: 0,
  simulated: 0,
  failed: 0,
  unknown: 0,
  cancelled: 0,
}

const sum = (counts: Partial<Record<MessageState, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0)

export async function countMessages(search: MessageSearch, filter: MessageFilter): Promise<MessageCounts> {
  const byState = await search.count({ ...filter, states: [] }, mostCounted + 1)
  const isByStateMore = sum(byState) > mostCounted
  const isAll = filter.states.length === 0
  const ofStates = filter.states.reduce((total, state) => total + (byState[state] ?? 0), 0)
  const matching = isAll ? sum(byState) : isByStateMore ? sum(await search.count(filter, mostCounted + 1)) : ofStates
  return {
    matching: Math.min(matching, mostCounted),
    isMore: matching > mostCounted,
    byState: { ...noneByState, ...byState },
    isByStateMore,
  }
}
