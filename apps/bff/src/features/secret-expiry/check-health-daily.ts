import { createHash } from 'node:crypto'
import type { RequestContext } from '../audit/audit-event.ts'
import type { BotStore } from '../bots/bot-store.ts'
import { checkConfiguration } from '../office365-configuration/check-configuration.ts'
import type { SubmitDependencies } from '../office365-configuration/submit-configuration.ts'

const dayMs = 24 * 60 * 60_000

/** Each bot has its own moment of the day, in milliseconds after midnight (UTC): all of them spread over it. */
export const momentOf = (botId: string): number => createHash('sha256').update(botId).digest().readUInt32BE() % dayMs

/** Whether the moment of a day lies after `from` and not after `to` (milliseconds since 1970). */
export const isBetween = (moment: number, from: number, to: number): boolean =>
  to - from >= dayMs || Math.floor((to - moment) / dayMs) > Math.floor((from - moment) / dayMs)

/** Signs in for every configured bot whose moment has come since the last time. Sends nothing. Answers which. */
export async function checkHealthDaily(
  dependencies: SubmitDependencies & { bots: BotStore },
  context: RequestContext,
  since: Date,
): Promise<string[]> {
  const checked: string[] = []
  for (const { id, office365 } of await dependencies.bots.list('all')) {
    const isDue = isBetween(momentOf(id), since.getTime(), context.now.getTime())
    if (!isDue || office365.state === 'unconfigured') continue
    // One that cannot be checked now, such as one that was removed meanwhile, keeps none of the others waiting.
    await checkConfiguration(dependencies, context, id).catch(() => [])
    checked.push(id)
  }
  return checked
}
