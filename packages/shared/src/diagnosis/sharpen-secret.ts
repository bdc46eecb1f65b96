import type { DiagnosisContext } from './diagnosis-context.ts'
import { favour, minutesSince, remark, type Sharpener } from './verdict.ts'

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
    return remark(verdict, { kind: 'secret-id-by-form' })
  }
  if (isExpired(context)) {
    const verdictOnDate = cause === 'secret_invalid' ? favour(verdict, 'secret_expired') : verdict
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
