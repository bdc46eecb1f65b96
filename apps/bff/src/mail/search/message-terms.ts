import type { MessageState } from '@office365-email/shared/message'
import { addressesOf, domainOf, type MessageFilter, type SearchedMessage } from './message-filter.ts'
import { fold, wordsOf } from './words.ts'

/** States that never change again. */
const finalStates: readonly MessageState[] = ['accepted', 'simulated', 'failed', 'cancelled']
/** Stands for the others: such a message may have any state by now. */
const open = 's:open'

const word = (text: string) => `w${text}`
const bot = (id: string) => `b${id}`
const stateOf = (state: MessageState) => (finalStates.includes(state) ? `s${state}` : open)
const sourceOf = (kind: string, name: string) => `f${kind}:${fold(name)}`

/** The terms that a message is found by. Its first letter is the kind of a term. */
export function termsOf(message: SearchedMessage): Set<string> {
  const addresses = addressesOf(message)
  return new Set([
    ...wordsOf(message.subject).map(word),
    ...addresses.map((address) => `a${address}`),
    ...addresses.map((address) => `d${domainOf(address)}`),
    bot(message.botId),
    stateOf(message.state),
    sourceOf(message.source.kind, message.source.name),
  ])
}

/** Terms in the order of their bytes, both ends included. */
export interface TermRange {
  first: string
  last: string
}

/** A message has at least one of these terms. */
export interface Want {
  ranges: TermRange[]
  /** Which of the terms in the ranges count; all if it is left out. */
  accepts?: (term: string) => boolean
}

const exactly = (term: string): TermRange => ({ first: term, last: term })
const beginning = (term: string): TermRange => ({ first: term, last: `${term}\u{10ffff}` })

/** More bots are found faster by reading all terms of bots. */
const fewBots = 20

function wantBots(ids: string[]): Want {
  if (ids.length <= fewBots) return { ranges: ids.map((id) => exactly(bot(id))) }
  const terms = new Set(ids.map(bot))
  return { ranges: [beginning('b')], accepts: (term) => terms.has(term) }
}

/** What the index may have about messages with an address: as recipient, as name of the source, or in the subject. */
export function wantsOfAddress(address: string): Want[][] {
  const folded = address.toLowerCase()
  return [
    [{ ranges: [exactly(`a${folded}`)] }],
    [{ ranges: [beginning('f')], accepts: (term) => term.includes(folded) }],
    wordsOf(address).map((one) => ({ ranges: [exactly(word(one))] })),
  ]
}

/** A message that the filter selects has a term of each. What usually selects least comes first. */
export function wantsOf({ words, recipient, source, bots, states }: MessageFilter): Want[] {
  return [
    ...(recipient === null ? [] : [{ ranges: [exactly(`${recipient.includes('@') ? 'a' : 'd'}${recipient}`)] }]),
    ...words.map((one) => ({ ranges: [beginning(word(one))] })),
    ...(source === null
      ? []
      : [
          {
            ranges: [
              source.name === null ? beginning(`f${source.kind}:`) : exactly(sourceOf(source.kind, source.name)),
            ],
          },
        ]),
    ...(bots === 'all' ? [] : [wantBots(bots)]),
    ...(states.length === 0 ? [] : [{ ranges: [...new Set([...states.map(stateOf), open])].map(exactly) }]),
  ]
}
