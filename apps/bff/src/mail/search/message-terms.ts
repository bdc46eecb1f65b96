import type { MessageState } from '@office365-email/shared/message'
import type { BotScope } from '@office365-email/shared/session'
import { addressesOf, domainOf, type MessageFilter, type SearchedMessage } from './message-filter.ts'
import { fold, wordsOf } from './words.ts'

/** States that never change again. */
const finalStates: readonly MessageState[] = ['accepted', 'simulated', 'failed', 'cancelled']
/** Stands for the others: such a message may have any state by now. */
const open = 'open'

const stateOf = (state: MessageState) => (finalStates.includes(state) ? state : open)
const word = (text: string) => `w${text}`
const inState = (state: string) => `s${state}`
const ofBot = (id: string) => `b${id} `
/** The state is in it, because a list of few messages of a large bot would otherwise compare nearly all of them. */
const ofBotInState = (id: string, state: string) => `${ofBot(id)}${state}`
const sourceOf = (kind: string, name: string) => `f${kind}:${fold(name)}`

/** The terms that a message is found by. Its first letter is the kind of a term. */
export function termsOf(message: SearchedMessage): Set<string> {
  const addresses = addressesOf(message)
  return new Set([
    ...wordsOf(message.subject).map(word),
    ...addresses.map((address) => `a${address}`),
    ...addresses.map((address) => `d${domainOf(address)}`),
    ofBotInState(message.botId, stateOf(message.state)),
    inState(stateOf(message.state)),
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

/** More terms are found faster by reading all terms of bots. */
const fewTerms = 20

function wantBots(ids: string[]): Want {
  if (ids.length <= fewTerms) return { ranges: ids.map((id) => beginning(ofBot(id))) }
  const wanted = new Set(ids.map(ofBot))
  return { ranges: [beginning('b')], accepts: (term) => wanted.has(term.slice(0, term.indexOf(' ') + 1)) }
}

function wantBotsAndStates(bots: BotScope, states: MessageState[]): Want[] {
  const stored = states.length === 0 ? [] : [...new Set([...states.map(stateOf), open])]
  const wantStates = stored.length === 0 ? [] : [{ ranges: stored.map((state) => exactly(inState(state))) }]
  if (bots === 'all') return wantStates
  if (stored.length === 0 || bots.length * stored.length > fewTerms) return [wantBots(bots), ...wantStates]
  return [{ ranges: bots.flatMap((id) => stored.map((state) => exactly(ofBotInState(id, state)))) }]
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
    ...wantBotsAndStates(bots, states),
  ]
}
