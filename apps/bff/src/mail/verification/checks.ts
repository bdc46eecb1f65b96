import type { CredentialKind } from '@office365-email/shared/credential'
import { credentialNames } from '@office365-email/shared/credential'
import type { Diagnosis, FaultField } from '@office365-email/shared/diagnosis/diagnosis'
import { presentDiagnosis, titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { Check as CheckView, Restriction } from '@office365-email/shared/office365-configuration'

/** One check with Microsoft, with its diagnosis as data. */
export type Check = Omit<CheckView, 'diagnosis'> & { diagnosis?: Diagnosis }
type CheckName = Check['name']

export const presentChecks = (checks: Check[], reader: { forService: boolean }): CheckView[] =>
  checks.map(({ diagnosis, ...check }) => ({
    ...check,
    ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis, reader) }),
  }))

const mailSend = 'Mail.Send'

const signInChecks = ['tenant', 'application', 'secret'] as const

/** What is known about the configuration besides the result of the sign-in. */
interface Known {
  restriction: Restriction | null
  credential: CredentialKind
}

const passed: Record<(typeof signInChecks)[number], (credential: CredentialKind) => string> = {
  tenant: () => 'The tenant exists in this Microsoft cloud.',
  application: () => 'The application is registered in this tenant and may sign in.',
  secret: (credential) => `Entra accepts the ${credentialNames[credential]}.`,
}

/** Entra checks the tenant first, then the application, then the secret: the values before the faulty one are right. */
const faultyCheck: Partial<Record<FaultField, CheckName>> = {
  tenantId: 'tenant',
  clientId: 'application',
  clientSecret: 'secret',
  permissions: 'permission',
  policy: 'permission',
}

const notReached = 'Not checked: an earlier check has to pass first.'
const onlyMailTells = 'Only a test email shows whether the mailbox can send.'

const notHandedOver = 'Not proven: sending is simulated here, so the message was not submitted to Microsoft.'

const skipped = (name: CheckName, summary: string): Check => ({ name, outcome: 'skipped', summary })
const failed = (name: CheckName, diagnosis: Diagnosis): Check => ({
  name,
  outcome: 'failed',
  summary: `${titleOf(diagnosis)}.`,
  diagnosis,
})

/** `roles` null: the token cannot be read. A missing role is only a hint, since Exchange may grant the permission. */
function checkPermission(roles: string[] | null): Check {
  const name = 'permission'
  if (roles === null)
    return skipped(name, 'The access token does not show its permissions. Send a test email to find out.')
  if (!roles.includes(mailSend)) {
    const others = roles.length > 0 ? ` It contains ${roles.join(', ')} instead.` : ''
    const summary = `The access token does not contain ${mailSend}.${others} That is right if Exchange grants the permission (RBAC for Applications). Otherwise, the permission or its admin consent is missing in Entra. Send a test email to find out.`
    return { name, outcome: 'warning', summary }
  }
  const excess = roles.filter((role) => role !== mailSend)
  if (excess.length === 0) return { name, outcome: 'passed', summary: `Entra grants ${mailSend}, and nothing more.` }
  const summary = `Entra grants ${mailSend} and more than the bot needs: ${excess.join(', ')}. Remove the permissions that no other program uses.`
  return { name, outcome: 'warning', summary }
}

export function checkRestriction(restriction: Restriction | null): Check {
  const name = 'restriction'
  switch (restriction?.outcome) {
    case 'limited':
      return { name, outcome: 'passed', summary: 'When last tested, the app could not send from another mailbox.' }
    case 'unlimited':
      return { name, outcome: 'warning', summary: 'The app can send from other mailboxes of the tenant. Restrict it.' }
    case 'unknown':
      return skipped(name, 'The last test could not tell whether the app is limited to this mailbox.')
    default:
      return skipped(name, 'Not tested yet whether the app is limited to this mailbox.')
  }
}

const afterSignIn = (mailbox: Check, { restriction, credential }: Known, permission: Check): Check[] => [
  ...signInChecks.map((name): Check => ({ name, outcome: 'passed', summary: passed[name](credential) })),
  permission,
  mailbox,
  checkRestriction(restriction),
]

const mailboxFields: FaultField[] = ['userId', 'userEmail', 'mailbox']

/** A sign-in says nothing about the mailbox, so the result of the last message still holds. */
function checkMailbox(diagnosis: Diagnosis | undefined): Check {
  const name = 'mailbox'
  if (!diagnosis || !mailboxFields.includes(diagnosis.field)) return skipped(name, onlyMailTells)
  return { ...failed(name, diagnosis), summary: `${titleOf(diagnosis)}. ${onlyMailTells}` }
}

/** Entra issued a token: tenant, application and secret are right. `fault`: why mail fails now; values that are not saved yet have none. */
export const checksOfSignIn = (roles: string[] | null, known: Known & { fault?: Diagnosis | undefined }): Check[] =>
  afterSignIn(checkMailbox(known.fault), known, checkPermission(roles))

/** The same, for a test email that was not submitted: `SENDING=simulate`. */
export const checksOfSimulation = (roles: string[] | null, known: Known): Check[] =>
  afterSignIn(skipped('mailbox', notHandedOver), known, checkPermission(roles))

/** Entra refused, or could not be reached. */
export function checksOfFailedSignIn(diagnosis: Diagnosis, { restriction, credential }: Known): Check[] {
  const names: CheckName[] = [...signInChecks, 'permission', 'mailbox']
  const faulty = faultyCheck[diagnosis.field]
  if (!faulty) return [...checksWithoutVerdict(names, diagnosis), checkRestriction(restriction)]
  const position = names.indexOf(faulty)
  const isVerdict = diagnosis.field !== 'policy'
  const checks = names.map((name, index): Check => {
    if (index === position) return failed(name, diagnosis)
    if (index > position) return skipped(name, notReached)
    const summary = name === 'tenant' || name === 'application' || name === 'secret' ? passed[name](credential) : ''
    return isVerdict
      ? { name, outcome: 'passed', summary }
      : skipped(name, 'Not checked: Entra refused the sign-in before.')
  })
  return [...checks, checkRestriction(restriction)]
}

/** A fault of the network or of the service does not show whether any value is right or wrong. */
const checksWithoutVerdict = ([first, ...others]: CheckName[], diagnosis: Diagnosis): Check[] => [
  ...(first ? [{ ...skipped(first, `Not checked. ${titleOf(diagnosis)}.`), diagnosis }] : []),
  ...others.map((name) => skipped(name, 'Not checked: Microsoft did not check the values.')),
]

/** A test email was submitted to Graph after a successful sign-in. */
export function checksOfSubmission(
  result: { accepted: true } | { accepted: false; diagnosis: Diagnosis },
  roles: string[] | null,
  known: Known,
): Check[] {
  if (result.accepted) {
    const permission: Check = { ...checkPermission(roles) }
    const proven: Check =
      permission.outcome === 'warning' && !roles?.includes(mailSend)
        ? { name: 'permission', outcome: 'passed', summary: 'Exchange lets the app send as this mailbox.' }
        : permission
    const mailbox: Check = {
      name: 'mailbox',
      outcome: 'passed',
      summary: 'Microsoft accepted a message from this mailbox.',
    }
    return afterSignIn(
      mailbox,
      known,
      proven.outcome === 'skipped'
        ? { ...proven, outcome: 'passed', summary: 'The app may send as this mailbox.' }
        : proven,
    )
  }
  const { diagnosis } = result
  if (diagnosis.field === 'permissions' || diagnosis.field === 'policy')
    return afterSignIn(skipped('mailbox', notReached), known, failed('permission', diagnosis))
  if (mailboxFields.includes(diagnosis.field))
    return afterSignIn(failed('mailbox', diagnosis), known, checkPermission(roles))
  return afterSignIn(
    { name: 'mailbox', outcome: 'skipped', summary: `Not proven. ${titleOf(diagnosis)}.` },
    known,
    checkPermission(roles),
  )
}
