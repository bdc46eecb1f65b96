import { favor, minutesSince, remark, type Sharpener } from './verdict.ts'

/** How long Exchange Online may take to apply a grant or a policy. */
const propagationMinutes = 120

/** The roles of the token distinguish missing consent from a restriction in Exchange: both cause the same message. */
export const sharpenPermission: Sharpener = (verdict, clues, { tokenRoles, rolesSeenAt, now }) => {
  const cause = verdict.candidates[0]
  const isRefused = cause === 'permission_missing' || cause === 'app_access_policy' || cause === 'me_without_user'
  if (!isRefused || tokenRoles === null || tokenRoles === undefined) return null
  const maySend = tokenRoles.includes('Mail.Send')
  const minutes = minutesSince(rolesSeenAt, now)
  if (maySend && minutes !== null && minutes <= propagationMinutes) {
    return remark(verdict, { kind: 'permission-is-new' })
  }
  if (cause !== 'permission_missing') return null
  if (maySend) {
    const isAboutToken = /contains no permissions|nopermissionsinaccesstoken|directory|identity of the calling/.test(
      clues.text,
    )
    if (isAboutToken) return null
    return remark(favor(verdict, 'app_access_policy'), { kind: 'consent-given' })
  }
  return remark(verdict, { kind: 'roles-of-token', roles: tokenRoles.slice(0, 5) })
}
