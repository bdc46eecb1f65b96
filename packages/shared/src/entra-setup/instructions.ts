import { type CredentialKind, defaultCredentialKind } from '../credential.ts'
import { parseGuid } from '../guid.ts'
import { parseDomain, parseMailAddress } from '../mail-address.ts'
import { type NationalCloud, nationalClouds } from '../national-cloud.ts'
import { fieldCounts } from '../office365-fields.ts'
import { describeConnections, listCalledHosts } from './access-summary.ts'
import { type EntraLinks, makeEntraLinks } from './entra-links.ts'
import { listPrerequisites } from './prerequisites.ts'
import { nameSetup } from './setup-names.ts'
import { listEntraTasks, registrationTasks, restrictionTasks, type SetupTask } from './setup-tasks.ts'

/** Contains no secret, so that none can get into a mail. */
export interface InstructionFacts {
  botId: string
  botName: string
  cloud: NationalCloud
  userEmail?: string | null | undefined
  clientId?: string | null | undefined
  tenantId?: string | null | undefined
  /** How the app signs in. A client secret if absent. */
  credentialKind?: CredentialKind | undefined
}

export interface InstructionSection {
  title: string
  paragraphs: readonly string[]
  /** In this order. */
  steps: readonly string[]
  /** In any order. */
  points: readonly string[]
  link: { text: string; url: string } | null
}

export interface Instructions {
  title: string
  intro: readonly string[]
  sections: readonly InstructionSection[]
}

/** Characters of the bot's name. The rest is cut off. */
const longestName = 80

/** On one line, without characters that hide text or change its direction. */
function cleanName(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()
  return Array.from(line).slice(0, longestName).join('')
}

function describeTask(task: SetupTask, links: EntraLinks): InstructionSection {
  const url = task.link && links[task.link]
  return {
    title: task.title,
    paragraphs: [`Who: ${task.who}.`.replace(/\.\.$/, '.'), task.outcome],
    steps: task.steps,
    points: [...task.traps.map((trap) => `Note: ${trap}`), `Time needed: ${task.takes}`, `How to check: ${task.proof}`],
    link: url ? { text: 'Open in Microsoft Entra', url } : null,
  }
}

const whatToReturn: Record<CredentialKind, string> = {
  'client-secret':
    'Return the client secret through the intake link or a shared password manager. Never send it by mail.',
  certificate:
    'None of these values is secret. After they are submitted, the server makes a certificate, and you get its public part to upload.',
  federated: 'None of these values is secret. After they are submitted, you get three other values to enter in Entra.',
}

/** Everything that the IT admin needs, as a document to print or show. */
export function makeInstructions(facts: InstructionFacts): Instructions {
  const bot = cleanName(facts.botName) || facts.botId
  const userEmail = facts.userEmail ? parseMailAddress(facts.userEmail) : null
  const tenantId = facts.tenantId ? (parseGuid(facts.tenantId) ?? parseDomain(facts.tenantId.trim())) : null
  const clientId = facts.clientId ? parseGuid(facts.clientId) : null
  const links = makeEntraLinks(facts)
  const credentialKind = facts.credentialKind ?? defaultCredentialKind
  const afterSubmit = credentialKind === 'client-secret' ? null : registrationTasks[credentialKind]
  const known = [
    `Microsoft cloud: ${nationalClouds[facts.cloud].label}`,
    ...(userEmail ? [`Mailbox: ${userEmail}`] : []),
    ...(tenantId ? [`Directory (tenant) ID: ${tenantId}`] : []),
    ...(clientId ? [`Application (client) ID: ${clientId}`] : []),
  ]
  return {
    title: `Microsoft 365 mail for the bot “${bot}”`,
    intro: [
      `The bot “${bot}” of Unified Dashboard sends mail through Microsoft Graph. It needs an app in Microsoft Entra and ${fieldCounts[credentialKind]} values.`,
      'The setup takes about ten minutes. The app can only send mail, and you can limit it to one mailbox.',
    ],
    sections: [
      { title: 'What is already known', paragraphs: [], steps: [], points: known, link: null },
      ...listEntraTasks({ appName: nameSetup(facts).appName, userEmail, credentialKind }).map((task) =>
        describeTask(task, links),
      ),
      ...restrictionTasks.map((task) => describeTask(task, links)),
      {
        title: 'What to return',
        paragraphs: [whatToReturn[credentialKind]],
        steps: [],
        points: [
          ...listPrerequisites(credentialKind).map(
            ({ label, microsoftName, path }) => `${label}: “${microsoftName}” in ${path.join(' > ')}`,
          ),
          ...(afterSubmit ? [] : ['The date on which the client secret expires']),
        ],
        link: null,
      },
      ...(afterSubmit
        ? [describeTask({ ...afterSubmit, title: `After the values are submitted: ${afterSubmit.title}` }, links)]
        : []),
      {
        title: 'Hosts that the bot’s server calls',
        paragraphs: ['For firewalls and Conditional Access.', describeConnections(credentialKind)],
        steps: [],
        points: listCalledHosts(facts.cloud).map(({ host, port, purpose }) => `${host}, port ${port}. ${purpose}.`),
        link: null,
      },
    ],
  }
}

function writeSection({ title, paragraphs, steps, points, link }: InstructionSection): string {
  return [
    title,
    '-'.repeat(Math.min(title.length, 72)),
    ...paragraphs,
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    ...points.map((point) => `- ${point}`),
    ...(link ? [`${link.text}: ${link.url}`] : []),
  ].join('\n')
}

/** The document as plain text, for the clipboard. */
export const writeInstructions = ({ title, intro, sections }: Instructions): string =>
  `${[title, ...intro, ...sections.map(writeSection)].join('\n\n')}\n`

const askInMail: Record<CredentialKind, string> = {
  'client-secret': 'Do not send the client secret by mail or chat. I will tell you how to return it.',
  certificate: 'Do not create a client secret. Once I have the values, I will send you a public certificate to upload.',
  federated:
    'Do not create a client secret. Once I have the values, I will send you three others for a federated credential.',
}

/** The short text for a mail, without the steps: mail programs cut off long `mailto:` addresses. */
function writeRequest(facts: InstructionFacts, pageUrl: string | null): string {
  const bot = cleanName(facts.botName) || facts.botId
  const kind = facts.credentialKind ?? defaultCredentialKind
  return [
    'Hello,',
    '',
    `our bot “${bot}” (Unified Dashboard) needs to send mail through Microsoft 365. I need ${fieldCounts[kind]} values for it:`,
    ...listPrerequisites(kind).map(({ label, microsoftName }) => `- ${label}: “${microsoftName}”`),
    '',
    'It needs an app in Microsoft Entra with the application permission Mail.Send and admin consent (Privileged Role Administrator or Global Administrator), limited to one mailbox with RBAC for Applications.',
    ...(pageUrl ? ['', `All steps, with scripts: ${pageUrl}`] : []),
    '',
    askInMail[kind],
  ].join('\n')
}

/** Some mail programs cut off longer addresses. */
const longestMailUrl = 1900

/** A `mailto:` link of at most 1,900 characters: the whole text if it fits, otherwise only the request. */
export function makeInstructionsMail(
  facts: InstructionFacts,
  { to = '', pageUrl = null }: { to?: string; pageUrl?: string | null } = {},
): string {
  const address = parseMailAddress(to)
  const recipient = address ? encodeURIComponent(address).replace('%40', '@') : ''
  const nameless = { ...facts, botName: '' }
  const write = (subject: string, body: string) =>
    `mailto:${recipient}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
  const { title } = makeInstructions(facts)
  const shortest = write(makeInstructions(nameless).title, writeRequest(nameless, null))
  const longestFirst = [
    write(title, writeInstructions(makeInstructions(facts))),
    write(title, writeRequest(facts, pageUrl)),
    write(makeInstructions(nameless).title, writeRequest(nameless, pageUrl)),
    write(title, writeRequest(facts, null)),
  ]
  return longestFirst.find((url) => url.length <= longestMailUrl) ?? shortest
}
