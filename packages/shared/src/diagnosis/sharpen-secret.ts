import type { DiagnosisContext } from './diagnosis-context.ts'
import { favour, minutesSince, remark, type Sharpener, stepFirst } from './verdict.ts'

/** How long Entra may take until every one of its servers knows a new secret. */
const propagationMinutes = 15

/** A secret is good through its last day; what is no date is never past. */
const isExpired = ({ secretExpiresOn, now }: DiagnosisContext): boolean =>
  Date.parse(`${secretExpiresOn}T00:00:00Z`) + 24 * 60 * 60_000 <= (now ?? new Date()).getTime()

/** Secret ID, expiry date and the minutes in which Entra does not know a new secret everywhere. */
export const sharpenSecret: Sharpener = (verdict, _clues, context) => {
  const cause = verdict.candidates[0]
  if (cause !== 'secret_invalid' && cause !== 'secret_expired') return null
  if (cause === 'secret_invalid' && context.secretLooksLikeGuid === true) {
    return remark(
      verdict,
      'The value in Client Secret Key has the form of a Secret ID, so the wrong column was copied.',
    )
  }
  if (isExpired(context)) {
    const verdictOnDate = cause === 'secret_invalid' ? favour(verdict, 'secret_expired') : verdict
    return remark(verdictOnDate, 'The expiry date noted here has passed.')
  }
  const minutes = minutesSince(context.secretSavedAt, context.now)
  if (minutes !== null && minutes <= propagationMinutes) {
    const age = minutes < 1 ? 'less than a minute' : minutes === 1 ? 'a minute' : `${minutes} minutes`
    return remark(
      verdict,
      `The secret was saved ${age} ago: a new one can take some minutes until it works everywhere.`,
      {
        nextSteps: stepFirst(
          'If the secret was made just now, wait five minutes and choose Send test email.',
          verdict.remedy,
        ),
      },
    )
  }
  if (cause === 'secret_expired' && typeof context.secretExpiresOn === 'string') {
    return remark(verdict, 'The expiry date noted here is a later one, so it may be that of another secret.')
  }
  return null
}
