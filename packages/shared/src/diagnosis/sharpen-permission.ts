import { favour, minutesSince, remark, type Sharpener, stepFirst } from './verdict.ts'

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
    return remark(
      verdict,
      'Mail.Send was granted a short time ago: it can take up to two hours until Exchange Online knows.',
      {
        nextSteps: stepFirst('Wait up to two hours, then choose Send test email.', verdict.remedy),
      },
    )
  }
  if (cause !== 'permission_missing') return null
  if (maySend) {
    const speaksOfToken = /contains no permissions|nopermissionsinaccesstoken|directory|identity of the calling/.test(
      clues.text,
    )
    if (speaksOfToken) return null
    return remark(
      favour(verdict, 'app_access_policy'),
      'The token carries Mail.Send, so consent is not what is missing.',
    )
  }
  return tokenRoles.length === 0
    ? remark(verdict, 'The token carries no application permission at all.')
    : remark(verdict, `The token carries ${tokenRoles.slice(0, 5).join(', ')}, but not Mail.Send.`)
}
