import type { AuditAction, AuditEventView } from '@office365-email/shared/audit-event'
import { changingOutcomes } from '@office365-email/shared/configuration-import'
import { formatCount } from '@office365-email/shared/format-count'
import { problemSlugs, problems } from '@office365-email/shared/problem'
import { auditTexts } from './texts.ts'

/** Names by ID. A deleted bot, person, or key has none. */
export interface AuditNames {
  bots: ReadonlyMap<string, string>
  people: ReadonlyMap<string, string>
  serviceKeys: ReadonlyMap<string, string>
}

interface Subject {
  isAboutBot: boolean
  details: AuditEventView['details']
  bot: string
  person: string
  key: string
}

/** The server's term in the recorded details. */
const identityProvider = 'identity provider'

const restrictionFindings: Readonly<Record<string, string>> = {
  limited: 'it is',
  unlimited: 'it is not',
  unknown: 'the result is unknown',
}

const signInFindings: Readonly<Record<string, string>> = {
  'signed-in': 'Microsoft accepts them',
  refused: 'Microsoft refuses them',
  throttled: 'Microsoft asked for a pause',
  unreachable: 'Microsoft could not be reached',
}

const readText = ({ details }: Subject, member: string): string => {
  const value = details[member]
  return typeof value === 'string' ? value : ''
}

function version({ details: { version: number } }: Subject): string {
  return typeof number === 'number' ? `, version ${number}` : ''
}

function describeCheck(subject: Subject): string {
  const outcome = readText(subject, 'outcome')
  return readText(subject, 'check') === 'restriction'
    ? `checked whether the app of ${subject.bot} is limited to its mailbox: ${restrictionFindings[outcome] ?? outcome}`
    : `checked the saved values of ${subject.bot}: ${signInFindings[outcome] ?? outcome}`
}

const listFormat = new Intl.ListFormat('en-US')

const changedParts: Readonly<Record<string, string>> = {
  name: 'name',
  role: 'role',
  botIds: 'bots',
  password: 'password',
  identity: 'identity at the identity provider',
}

function describeChange(subject: Subject): string {
  const { changed } = subject.details
  const parts = Array.isArray(changed) ? changed.flatMap((part) => changedParts[String(part)] ?? []) : []
  if (parts.length === 0) return `changed ${subject.person}`
  const list = listFormat.format(parts)
  return subject.person === themselves ? `changed their own ${list}` : `changed the ${list} of ${subject.person}`
}

function describeAddition(subject: Subject): string {
  if (readText(subject, 'by') === 'set-up link') return 'became the first owner with the set-up link'
  const role = readText(subject, 'role')
  if (readText(subject, 'by') === identityProvider) return `was added through the ${identityProvider} as ${role}`
  return role ? `added ${subject.person} as ${role}` : `added ${subject.person}`
}

function describeImport({ details: { counts } }: Subject): string {
  const numbers = typeof counts === 'object' && counts !== null ? new Map(Object.entries(counts)) : new Map()
  const bots = changingOutcomes.reduce((sum, outcome) => sum + (Number(numbers.get(outcome)) || 0), 0)
  return `imported a file that changed ${formatCount(bots, 'bot')}`
}

const describeRefusal = (subject: Subject) =>
  readText(subject, 'how') === identityProvider
    ? `was refused at sign-in through the ${identityProvider}: ${readText(subject, 'reason')}`
    : 'was refused at sign-in: wrong email or password'

/** How the app signs in. The sentence does not mention a new client secret, the usual case. */
function ofCredential(subject: Subject): string {
  const kind = readText(subject, 'credential')
  const isKept = readText(subject, 'secret') === 'kept'
  if (kind === 'certificate') return isKept ? ', with the same certificate' : ', with a new certificate'
  if (kind === 'federated') return ', with a federated credential'
  return isKept ? ', with the same secret' : ''
}

/** Whether Microsoft accepted the values. A credential without a secret is often saved before Entra knows it. */
function unverified(subject: Subject): string {
  if (subject.details['verified'] !== false) return ''
  const mayWait = ['certificate', 'federated'].includes(readText(subject, 'credential'))
  return mayWait ? ', which Entra has not accepted yet' : ', without checking'
}

function count({ details }: Subject, one: string, many: string): string {
  const { count: number } = details
  if (typeof number !== 'number') return many
  return formatCount(number, one, many)
}

const cutOff = ({ details: { complete } }: Subject) => (complete === false ? ', and ended early' : '')

function describeMessageExport(subject: Subject): string {
  const of = subject.isAboutBot ? ` of ${subject.bot}` : ''
  return `exported ${count(subject, 'message', 'messages')}${of}${cutOff(subject)}`
}

/** The sentence after the actor. */
const sentences: Record<AuditAction, (subject: Subject) => string> = {
  'office365.submitted': (subject) =>
    `submitted the Office 365 configuration of ${subject.bot}${version(subject)}${ofCredential(subject)}${unverified(subject)}`,
  'office365.reset': ({ bot }) => `reset the Office 365 configuration of ${bot}`,
  'office365.reset-cancelled': ({ bot }) => `canceled the reset of the Office 365 configuration of ${bot}`,
  'office365.removed': ({ bot }) => `removed the Office 365 configuration of ${bot}`,
  'office365.checked': describeCheck,
  'office365.imported': ({ bot }) => `imported values for ${bot}, which wait to be submitted`,
  'configurations.imported': describeImport,
  'office365.certificate-made': ({ bot }) =>
    `created the next certificate of ${bot}, which has to be uploaded in Entra`,
  'office365.credential-changed': (subject) =>
    `switched ${subject.bot} to its new credential, which Entra now accepts${version(subject)}`,
  'office365.credential-dropped': ({ bot }) =>
    `discarded a credential of ${bot} that Entra did not accept within 14 days`,
  'bot.created': ({ bot }) => `created the bot ${bot}`,
  'bot.renamed': ({ bot }) => `renamed the bot ${bot}`,
  'bot.deleted': ({ bot }) => `deleted the bot ${bot}`,
  'service-key.created': ({ key }) => `created ${key}`,
  'service-key.revoked': ({ key }) => `revoked ${key}`,
  'session.started': (subject) => {
    const how = readText(subject, 'how')
    return how ? `signed in with the ${how}` : 'signed in'
  },
  'session.refused': describeRefusal,
  'session.ended': (subject) =>
    readText(subject, 'how') === 'ended from another session' ? 'ended another of their own sessions' : 'signed out',
  'person.created': describeAddition,
  'person.changed': describeChange,
  'person.password-set': ({ person }) => `set a new password for ${person}`,
  'person.deleted': (subject) =>
    readText(subject, 'by') === identityProvider
      ? `lost the role at the ${identityProvider}, and was removed`
      : `removed ${subject.person}`,
  'intake-link.created': ({ bot }) => `created an intake link for ${bot}`,
  'intake-link.opened': ({ bot }) => `opened the link to set up ${bot}`,
  'intake-link.refused': ({ bot }) => `entered values for ${bot} that Microsoft refused`,
  'intake-link.submitted': ({ bot }) => `entered values for ${bot}, which wait for approval`,
  'intake-link.checked': ({ bot }) => `checked whether Entra accepts the credential that was created for ${bot}`,
  'intake-link.approved': (subject) =>
    `approved the values that were entered for ${subject.bot} through an intake link${version(subject)}`,
  'intake-link.revoked': ({ bot }) => `revoked an intake link for ${bot}`,
  'alert-webhook.created': () => 'added a channel for alerts',
  'alert-webhook.changed': () => 'changed a channel for alerts',
  'alert-webhook.deleted': () => 'deleted a channel for alerts',
  'alert-webhook.tested': () => 'tested a channel for alerts',
  'federation-key.created': () => 'created a new key, with which bots sign in through federated credentials',
  'encryption-key.first-used': () => 'started to encrypt with a new key',
  'encryption-key.rotated': () => 're-encrypted the saved secrets with another key',
  'encryption-key.forgotten': () => 'deleted the values that a lost encryption key had encrypted',
  'storage.backed-up': () => 'created a backup',
  'storage.restored': () => 'restored a backup',
  'storage.moved': () => 'moved the database to PostgreSQL',
  'message.resent': ({ bot }) => `sent a message of ${bot} again`,
  'message.cancelled': ({ bot }) => `canceled a message of ${bot}`,
  'message.resolved': (subject) =>
    `marked a message of ${subject.bot}, whose outcome was unknown, as ${readText(subject, 'outcome') === 'accepted' ? 'sent' : 'not sent'}`,
  'message.exported': describeMessageExport,
  'audit-event.exported': (subject) =>
    `exported ${count(subject, 'entry', 'entries')} of the audit log${cutOff(subject)}`,
  'personal-data.deleted': (subject) =>
    `removed a mail address from ${count(subject, 'row', 'rows')} (${readText(subject, 'place').replaceAll('-', ' ')})`,
  'sending.held': () => 'put sending on hold, because the database was restored from a backup',
  'sending.released': () => 'released sending: this server now sends mail',
}

/** What the actor tried, after "to"; a badge says that it was refused. The server refuses only these with an entry. */
const attempts: Partial<Record<AuditAction, (subject: Subject) => string>> = {
  'office365.submitted': ({ bot }) => `submit the Office 365 configuration of ${bot}`,
  'office365.reset': ({ bot }) => `reset the Office 365 configuration of ${bot}`,
  'office365.reset-cancelled': ({ bot }) => `cancel the reset of the Office 365 configuration of ${bot}`,
  'office365.removed': ({ bot }) => `remove the Office 365 configuration of ${bot}`,
  'office365.checked': ({ bot }) => `check the configuration of ${bot}`,
  'configurations.imported': () => 'import a file of configurations',
  'bot.created': ({ bot }) => `create or rename the bot ${bot}`,
  'bot.deleted': ({ bot }) => `delete the bot ${bot}`,
  'service-key.created': () => 'create a service key',
  'service-key.revoked': () => 'revoke a service key',
  'person.created': () => 'add a person',
  'person.changed': () => 'change a person',
  'person.deleted': () => 'remove a person',
  'intake-link.created': ({ bot }) => `create an intake link for ${bot}`,
  'intake-link.revoked': ({ bot }) => `revoke an intake link for ${bot}`,
  'intake-link.approved': ({ bot }) => `approve values for ${bot}`,
  'alert-webhook.created': () => 'add a channel for alerts',
  'alert-webhook.changed': () => 'change a channel for alerts',
  'alert-webhook.deleted': () => 'delete a channel for alerts',
  'alert-webhook.tested': () => 'test a channel for alerts',
  'message.resent': ({ bot }) => `send a message of ${bot} again`,
  'personal-data.deleted': () => 'remove a mail address',
  'sending.released': () => 'release sending',
}

function describeAttempt(subject: Subject, attempt: string): string {
  const slug = problemSlugs.find((name) => name === readText(subject, 'reason'))
  return `tried to ${attempt}${slug ? `: ${problems[slug].title}` : ''}`
}

const anonymous = 'anonymous'
const themselves = 'themselves'

function describePerson({ actor, details }: AuditEventView, { people }: AuditNames): string {
  const { personId } = details
  if (typeof personId !== 'string') return 'a person'
  if (personId === actor.id) return themselves
  return people.get(personId) ?? 'a removed or unknown person'
}

function describeKey({ details: { serviceKeyId } }: AuditEventView, { serviceKeys }: AuditNames): string {
  const name = typeof serviceKeyId === 'string' ? serviceKeys.get(serviceKeyId) : undefined
  return name === undefined ? 'a service key' : `the service key “${name}”`
}

/** Splits "Ada submitted the Office 365 configuration of Orders bot, version 3" into the actor and the deed. */
export function describeAuditEvent(event: AuditEventView, names: AuditNames): { actor: string; deed: string } {
  const { actor, action, botId, details } = event
  const subject: Subject = {
    details,
    isAboutBot: botId !== null,
    bot: botId === null ? 'a bot' : (names.bots.get(botId) ?? botId),
    person: describePerson(event, names),
    key: describeKey(event, names),
  }
  const attempt = event.outcome === 'refused' ? attempts[action]?.(subject) : undefined
  return {
    actor: actor.id === anonymous ? auditTexts.nobody : auditTexts.actors[actor.kind](actor.name),
    deed: attempt ? describeAttempt(subject, attempt) : sentences[action](subject),
  }
}
