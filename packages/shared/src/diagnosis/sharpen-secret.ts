import type { DiagnosisContext } from './diagnosis-context.ts'
import { favor, minutesSince, remark, type Sharpener } from './verdict.ts'

/** How long Entra may take to make a new secret known to all its servers. */
const propagationMinutes = 15

/** A secret is valid through its last day. Without a valid date, it does not count as expired. */
const isExpired = ({ secretExpiresOn, now }: DiagnosisContext): boolean =>
  Date.parse(`${secretExpiresOn}T00:00:00Z`) + 24 * 60 * 60_000 <= (now ?? new Date()).getTime()

/** Uses the format, the expiry date and the age of the secret. */
export const sharpenSecret: Sharpener = (verdict, _clues, context) => {
  const cause = verdict.candidates[0]
  if (cause !== 'secret_invalid' && cause !== 'secret_expired') return null
  if (cause === 'secret_invalid' && context.secretLooksLikeGuid === true) {
    return remark(verdict, { kind: 'secret-id-by-form' })
  }
  if (isExpired(context)) {
    const verdictOnDate = cause === 'secret_invalid' ? favor(verdict, 'secret_expired') : verdict
    return remark(verdictOnDate, { kind: 'expiry-date-passed' })
  }
  const minutes = minutesSince(context.secretSavedAt, context.now)
  if (minutes !== null && minutes <= propagationMinutes) {
    return remark(verdict, { kind: 'secret-is-new', minutes })
  }
  if (cause === 'secret_expired' && typeof context.secretExpiresOn === 'string') {
    return remark(verdict, { kind: 'expiry-date-later' })
  }
  return null
}
