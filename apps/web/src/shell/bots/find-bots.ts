import type { Bot } from '@office365-email/shared/bot'

/** The bots whose name or ID contains the search; names that begin with it come first. */
export function findBots(bots: readonly Bot[], search: string): readonly Bot[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return bots
  const found = bots.filter(({ id, name }) => name.toLowerCase().includes(wanted) || id.includes(wanted))
  const begins = ({ name }: Bot) => name.toLowerCase().startsWith(wanted)
  return [...found.filter(begins), ...found.filter((bot) => !begins(bot))]
}
