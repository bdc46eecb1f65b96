import { createHash } from 'node:crypto'
import type { RequestContext } from '../../ground/request-context.ts'
import { checkConfiguration } from '../configuration/check-configuration.ts'
import type { SubmitDependencies } from '../configuration/submit-configuration.ts'

const dayMs = 24 * 60 * 60_000
/** While Microsoft cannot be reached: an outage that is over must neither raise an alert nor go on unnoticed. */
const whileUnreachableMs = 10 * 60_000
/** So many sign-ins at once: each of them may wait for a connection that is never made. */
const atOnce = 10

/** Each bot has its own moment of the day, in milliseconds after midnight (UTC): all of them spread over it. */
export const momentOf = (botId: string): number => createHash('sha256').update(botId).digest().readUInt32BE() % dayMs

/** Whether the moment of a day, or of a shorter period, lies after `from` and not after `to` (milliseconds since 1970). */
export const isBetween = (moment: number, from: number, to: number, periodMs = dayMs): boolean =>
  to - from >= periodMs || Math.floor((to - moment) / periodMs) > Math.floor((from - moment) / periodMs)

/**
 * Signs in for every configured bot whose moment has come since the last time: one a day, or one in ten minutes while
 * Microsoft cannot be reached. Sends nothing. Returns which bots were checked.
 */
export async function checkHealthDaily(
  dependencies: SubmitDependencies & { isStopping: () => boolean },
  context: RequestContext,
  since: Date,
): Promise<string[]> {
  const due = (await dependencies.configurations.listHealth()).filter(({ botId, health }) => {
    const periodMs = health === 'unreachable' ? whileUnreachableMs : dayMs
    return isBetween(momentOf(botId), since.getTime(), context.now.getTime(), periodMs)
  })
  for (let start = 0; start < due.length && !dependencies.isStopping(); start += atOnce)
    // One that cannot be checked now, such as one that was removed meanwhile, keeps none of the others waiting.
    await Promise.all(
      due
        .slice(start, start + atOnce)
        .map(({ botId }) => checkConfiguration(dependencies, context, botId).catch(() => [])),
    )
  return due.map(({ botId }) => botId)
}
