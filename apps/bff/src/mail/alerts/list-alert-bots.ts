import type { Bots } from '../ports.ts'

const maxShown = 50

interface BotSearch {
  q?: string | undefined
  /** IDs separated by commas. */
  ids?: string | undefined
}

/** The bots whose name or ID contains the text, or that have one of the IDs. */
export async function listAlertBots({ bots }: { bots: Bots }, { q = '', ids }: BotSearch) {
  const all = await bots.list('all')
  const wanted = ids === undefined ? null : new Set(ids.split(','))
  const text = q.trim().toLowerCase()
  const matching = all.filter(
    ({ id, name }) => (wanted === null || wanted.has(id)) && `${name}\n${id}`.toLowerCase().includes(text),
  )
  const shown = matching.slice(0, maxShown).map(({ id, name }) => ({ id, name }))
  return { bots: shown, matching: matching.length, all: all.length }
}
