import { createHash } from 'node:crypto'
import { dayMs } from '../../ground/day.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { KeyRing } from '../../ground/secrets/key-ring.ts'
import { checkConfiguration } from '../configuration/check-configuration.ts'
import { isUnreadableSecret } from '../configuration/health.ts'
import type { SubmitDependencies } from '../configuration/submit-configuration.ts'

/** The period while Microsoft cannot be reached, so that the end of an outage is noticed soon. */
const whileUnreachableMs = 10 * 60_000
/** The number of sign-ins at the same time. Each may wait for a connection that is never made. */
const atOnce = 10

/** Each bot has its own moment of the day, in milliseconds after midnight (UTC), so that checks spread over the day. */
export const momentOf = (botId: string): number => createHash('sha256').update(botId).digest().readUInt32BE() % dayMs

/** Whether the moment of a period, by default a day, is after `from` and not after `to` (milliseconds since 1970). */
export const isBetween = (moment: number, from: number, to: number, periodMs = dayMs): boolean =>
  to - from >= periodMs || Math.floor((to - moment) / periodMs) > Math.floor((from - moment) / periodMs)

/**
 * Signs in for every configured bot whose moment has come since the last round: once a day, or every ten minutes while
 * Microsoft cannot be reached. Also checks a bot as soon as the key of its secret is missing, or is there again. Sends
 * nothing. Returns the IDs of the checked bots.
 */
export async function checkHealthDaily(
  dependencies: SubmitDependencies & { isStopping: () => boolean; encryptionKeys: Pick<KeyRing, 'find'> },
  context: RequestContext,
  since: Date,
): Promise<string[]> {
  const due = (await dependencies.configurations.listHealth()).filter(({ botId, health, sealedWith }) => {
    const isKeyThere = sealedWith !== null && dependencies.encryptionKeys.find(sealedWith) !== null
    if (sealedWith !== null && isKeyThere === isUnreadableSecret(health)) return true
    const periodMs = health.state === 'unreachable' ? whileUnreachableMs : dayMs
    return isBetween(momentOf(botId), since.getTime(), context.now.getTime(), periodMs)
  })
  for (let start = 0; start < due.length && !dependencies.isStopping(); start += atOnce)
    // A bot that cannot be checked, such as one that was just removed, must not stop the check of the others.
    await Promise.all(
      due
        .slice(start, start + atOnce)
        .map(({ botId }) => checkConfiguration(dependencies, context, botId).catch(() => [])),
    )
  return due.map(({ botId }) => botId)
}
