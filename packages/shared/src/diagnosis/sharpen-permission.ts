import { favour, minutesSince, remark, type Sharpener } from './verdict.ts'

/** How long Exchange Online may take until a grant or a policy works. */
const propagationMinutes = 120

/** What the token carries tells a missing consent from a restriction in Exchange, which answer with the same words. */
export const sharpenPermission: Sharpener = (verdict, clues, { tokenRoles, rolesSeenAt, now }) => {
  const cause = verdict.candidates[0]
  const refused = cause === 'permission_missing' || cause === 'app_access_policy' || cause === 'me_without_user'
  if (!refused || tokenRoles === null || tokenRoles === undefined) return null
  const maySend = tokenRoles.includes('Mail.Send')
  const minutes = minutesSince(rolesSeenAt, now)
  if (maySend && minutes !== null && minutes <= propagationMinutes) {
    return remark(verdict, { kind: 'permission-is-new' })
  }
  if (cause !== 'permission_missing') return null
  if (maySend) {
    const speaksOfToken = /contains no permissions|nopermissionsinaccesstoken|directory|identity of the calling/.test(
      clues.text,
    )
    if (speaksOfToken) return null
    return remark(favour(verdict, 'app_access_policy'), { kind: 'consent-given' })
  }
  return remark(verdict, { kind: 'roles-of-token', roles: tokenRoles.slice(0, 5) })
}
