import type { Diagnosis, FaultField } from '@office365-email/shared/diagnosis/diagnosis'
import { presentDiagnosis, titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { Check as CheckView, Restriction } from '@office365-email/shared/office365-configuration'

/** What one question to Microsoft brought; what went wrong is data. */
export type Check = Omit<CheckView, 'diagnosis'> & { diagnosis?: Diagnosis }
type CheckName = Check['name']

export const presentChecks = (checks: Check[], reader: { forService: boolean }): CheckView[] =>
  checks.map(({ diagnosis, ...check }) => ({
    ...check,
    ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis, reader) }),
  }))

export const mailSend = 'Mail.Send'

const signInChecks = ['tenant', 'application', 'secret'] as const

const passed: Record<(typeof signInChecks)[number], string> = {
  tenant: 'The tenant exists in this Microsoft cloud.',
  application: 'The application is registered in this tenant and may sign in.',
  secret: 'Entra accepts the client secret.',
}

/** Entra looks at the tenant first, then at the application, then at the secret: what came before the fault is sound. */
const faultyCheck: Partial<Record<FaultField, CheckName>> = {
  tenantId: 'tenant',
  clientId: 'application',
  clientSecret: 'secret',
  permissions: 'permission',
  policy: 'permission',
}

const notReached = 'Not checked: an earlier check has to pass first.'
const onlyMailTells = 'Only a test email shows whether the mailbox sends.'

const notHandedOver = 'Not proven: sending is simulated here, so Microsoft was not given the message.'

const skipped = (name: CheckName, summary: string): Check => ({ name, outcome: 'skipped', summary })
const failed = (name: CheckName, diagnosis: Diagnosis): Check => ({
  name,
  outcome: 'failed',
  summary: `${titleOf(diagnosis)}.`,
  diagnosis,
})

/** `roles` null: the token does not tell. A missing role is a hint, never a verdict: only sending decides. */
function checkPermission(roles: string[] | null): Check {
  const name = 'permission'
  if (roles === null) return skipped(name, 'The access token does not show its permissions. A test email will tell.')
  if (!roles.includes(mailSend)) {
    const others = roles.length > 0 ? ` It holds ${roles.join(', ')} instead.` : ''
    const summary = `The access token does not hold ${mailSend}.${others} That is right if Exchange grants it (RBAC for Applications); otherwise the permission or its admin consent is missing in Entra. A test email will tell.`
    return { name, outcome: 'warning', summary }
  }
  const excess = roles.filter((role) => role !== mailSend)
  if (excess.length === 0) return { name, outcome: 'passed', summary: `Entra grants ${mailSend}, and nothing more.` }
  const summary = `Entra grants ${mailSend}, and more than is needed: ${excess.join(', ')}. Remove what no other program uses.`
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

const afterSignIn = (mailbox: Check, restriction: Restriction | null, permission: Check): Check[] => [
  ...signInChecks.map((name): Check => ({ name, outcome: 'passed', summary: passed[name] })),
  permission,
  mailbox,
  checkRestriction(restriction),
]

const mailboxFields: FaultField[] = ['userId', 'userEmail', 'mailbox']

/** A sign-in says nothing about the mailbox: what the last message proved still stands. */
function checkMailbox(diagnosis: Diagnosis | undefined): Check {
  const name = 'mailbox'
  if (!diagnosis || !mailboxFields.includes(diagnosis.field)) return skipped(name, onlyMailTells)
  return { ...failed(name, diagnosis), summary: `${titleOf(diagnosis)}. ${onlyMailTells}` }
}

/** Entra issued a token: tenant, application and secret are right. `fault`: why mail fails now; values that are not saved yet have none. */
export const checksOfSignIn = (
  roles: string[] | null,
  known: { restriction: Restriction | null; fault?: Diagnosis | undefined },
): Check[] => afterSignIn(checkMailbox(known.fault), known.restriction, checkPermission(roles))

/** The same, where a test email was handed to nobody: `SENDING=simulate`. */
export const checksOfSimulation = (roles: string[] | null, restriction: Restriction | null): Check[] =>
  afterSignIn(skipped('mailbox', notHandedOver), restriction, checkPermission(roles))

/** Entra refused, or could not be asked. */
export function checksOfFailedSignIn(diagnosis: Diagnosis, restriction: Restriction | null): Check[] {
  const names: CheckName[] = [...signInChecks, 'permission', 'mailbox']
  const faulty = faultyCheck[diagnosis.field]
  if (!faulty) return [...checksWithoutVerdict(names, diagnosis), checkRestriction(restriction)]
  const position = names.indexOf(faulty)
  const isVerdict = diagnosis.field !== 'policy'
  const checks = names.map((name, index): Check => {
    if (index === position) return failed(name, diagnosis)
    if (index > position) return skipped(name, notReached)
    const summary = name === 'tenant' || name === 'application' || name === 'secret' ? passed[name] : ''
    return isVerdict
      ? { name, outcome: 'passed', summary }
      : skipped(name, 'Entra refused before it said anything of this.')
  })
  return [...checks, checkRestriction(restriction)]
}

/** A fault of the network or of the service says nothing of any value: neither that it is wrong nor that it is right. */
const checksWithoutVerdict = ([first, ...others]: CheckName[], diagnosis: Diagnosis): Check[] => [
  ...(first ? [{ ...skipped(first, `Not checked. ${titleOf(diagnosis)}.`), diagnosis }] : []),
  ...others.map((name) => skipped(name, 'Not checked: Microsoft gave no answer about the values.')),
]

/** A test email was handed to Graph after a sign-in that succeeded. */
export function checksOfSubmission(
  result: { accepted: true } | { accepted: false; diagnosis: Diagnosis },
  roles: string[] | null,
  restriction: Restriction | null,
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
      restriction,
      proven.outcome === 'skipped'
        ? { ...proven, outcome: 'passed', summary: 'The app may send as this mailbox.' }
        : proven,
    )
  }
  const { diagnosis } = result
  if (diagnosis.field === 'permissions' || diagnosis.field === 'policy')
    return afterSignIn(skipped('mailbox', notReached), restriction, failed('permission', diagnosis))
  if (mailboxFields.includes(diagnosis.field))
    return afterSignIn(failed('mailbox', diagnosis), restriction, checkPermission(roles))
  return afterSignIn(
    { name: 'mailbox', outcome: 'skipped', summary: `Not proven. ${titleOf(diagnosis)}.` },
    restriction,
    checkPermission(roles),
  )
}
