import type { CredentialKind } from '../../credential.ts'
import { parseGuid } from '../../guid.ts'
import { parseDomain, parseMailAddress } from '../../mail-address.ts'
import type { NationalCloud } from '../../national-cloud.ts'
import type { ScriptLiteral } from '../script-literal.ts'
import { isBotId } from '../setup-names.ts'

export const secretLifetimesInMonths = [6, 12, 24] as const
export type SecretLifetimeInMonths = (typeof secretLifetimesInMonths)[number]

/**
 * Whether other bots send through the app, according to the server when the script was written. `unknown` is treated as
 * `mailbox-shared`, as far as a script can work then.
 */
export type AppSharing = 'not-shared' | 'shared' | 'mailbox-shared' | 'unknown'

/** The known facts about this bot's setup. A script finds or omits those that are missing. */
export interface ScriptFacts {
  botId: string
  botName: string
  cloud: NationalCloud
  userEmail?: string | null | undefined
  clientId?: string | null | undefined
  tenantId?: string | null | undefined
  userId?: string | null | undefined
  /** Object ID of the enterprise application. */
  enterpriseAppObjectId?: string | null | undefined
  /** A mailbox that the app must not send as, to test a restriction. */
  otherMailbox?: string | null | undefined
  secretLifetimeInMonths?: SecretLifetimeInMonths | undefined
  /** How the app signs in. A client secret if absent. */
  credentialKind?: CredentialKind | undefined
  /** `unknown` if absent. */
  sharing?: AppSharing | undefined
}

export interface SetupScript {
  shell: 'bash' | 'powershell'
  fileName: string
  title: string
  text: string
}

/** `value` names the value that a script cannot contain, `reason` says what to do about it. */
export interface ScriptRefusal {
  value: string
  reason: string
}

export type ScriptResult = { script: SetupScript } | { refusal: ScriptRefusal }

/** A variable of a script, with its label for people and its text. */
export interface ScriptVariable {
  name: string
  label: string
  text: string
}

type FactName = 'userEmail' | 'clientId' | 'tenantId' | 'userId' | 'enterpriseAppObjectId' | 'otherMailbox'

const factLabels: Record<FactName, string> = {
  userEmail: 'User Email',
  clientId: 'Client ID',
  tenantId: 'Tenant ID',
  userId: 'User ID',
  enterpriseAppObjectId: "Enterprise application's Object ID",
  otherMailbox: 'Other mailbox',
}

const addressFacts: readonly FactName[] = ['userEmail', 'otherMailbox']

function normalizeFact(name: FactName, text: string): string | null {
  if (addressFacts.includes(name)) return parseMailAddress(text)
  const guid = parseGuid(text)
  if (guid) return guid
  if (name === 'tenantId') return parseDomain(text)
  // The form also accepts a user principal name; the scripts then look up the GUID.
  return name === 'userId' ? '' : null
}

/** The scripts compare GUIDs, so they look up a domain first. */
export const splitTenant = (tenant: string): { tenantId: string; tenantDomain: string } =>
  parseGuid(tenant) ? { tenantId: tenant, tenantDomain: '' } : { tenantId: '', tenantDomain: tenant }

/** An app that others may use gets no grant: it may be limited in Exchange Online, and grants add up. */
export const mayGrant = ({ sharing = 'unknown' }: ScriptFacts, clientId: string): boolean =>
  clientId === '' || sharing === 'not-shared'

/** The facts, normalized, and empty if unknown; or a refusal for the first invalid one. */
export function readScriptFacts(
  facts: ScriptFacts,
  required: readonly FactName[],
): { facts: Record<FactName, string> } | { refusal: ScriptRefusal } {
  if (!isBotId(facts.botId))
    return { refusal: { value: 'Bot ID', reason: 'Use only lowercase letters, digits and hyphens.' } }
  const read: Record<FactName, string> = {
    userEmail: '',
    clientId: '',
    tenantId: '',
    userId: '',
    enterpriseAppObjectId: '',
    otherMailbox: '',
  }
  for (const name of [
    'userEmail',
    'clientId',
    'tenantId',
    'userId',
    'enterpriseAppObjectId',
    'otherMailbox',
  ] as const) {
    const text = (facts[name] ?? '').trim()
    const value = text === '' ? '' : normalizeFact(name, text)
    if (value === null)
      return {
        refusal: {
          value: factLabels[name],
          reason: addressFacts.includes(name)
            ? 'Enter it as an address such as bot@contoso.com.'
            : `Enter it as a GUID${name === 'tenantId' ? ' or a domain' : ''}.`,
        },
      }
    if (value === '' && required.includes(name))
      return { refusal: { value: factLabels[name], reason: 'This script needs it. Enter it first.' } }
    read[name] = value
  }
  return { facts: read }
}

/** The assignments of a script, each escaped by the one escaping function of the shell. */
export function assignVariables(
  variables: readonly ScriptVariable[],
  toLiteral: (text: string) => ScriptLiteral,
  assign: (name: string, literal: string) => string,
): { lines: string[] } | { refusal: ScriptRefusal } {
  const lines: string[] = []
  for (const { name, label, text } of variables) {
    const result = toLiteral(text)
    if ('refusal' in result) return { refusal: { value: label, reason: result.refusal } }
    lines.push(assign(name, result.literal))
  }
  return { lines }
}

const writtenFor: Record<AppSharing, string> = {
  'not-shared':
    'Written for an app that no other bot of the dashboard uses. The dashboard cannot know whether other programs use it.',
  shared: 'Written for an app that other bots of the dashboard also use: the script does not change what they need.',
  'mailbox-shared': 'Written for an app that another bot also uses, and may use for the same mailbox.',
  unknown: 'Written when it was not known whether other bots use the app, so the script assumes that they do.',
}

const checkedByRule =
  "It was checked by rules against Microsoft's documentation, but not run in a tenant. Read it before you run it."

/** The comment at the start of a script. It says for which case the script was written, because it may be run much later. */
export const writeComment = (
  intro: readonly string[],
  { sharing = 'unknown' }: ScriptFacts,
  howToRun: readonly string[],
): string[] => [...intro, writtenFor[sharing], checkedByRule, ...howToRun].map((line) => `# ${line}`)
