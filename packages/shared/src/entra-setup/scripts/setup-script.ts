import { parseGuid } from '../../guid.ts'
import { parseDomain, parseMailAddress } from '../../mail-address.ts'
import type { NationalCloud } from '../../national-cloud.ts'
import type { ScriptLiteral } from '../script-literal.ts'
import { isBotId } from '../setup-names.ts'

export const secretLifetimesInMonths = [6, 12, 24] as const
export type SecretLifetimeInMonths = (typeof secretLifetimesInMonths)[number]

/**
 * Whether other bots send through the app, as the server said when the script was written. `unknown` is treated as if
 * they did, and from the same mailbox.
 */
export type AppSharing = 'not-shared' | 'shared' | 'mailbox-shared' | 'unknown'

/** What is known of this bot's set-up. Whatever is missing, a script finds by itself or leaves out. */
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
  /** A mailbox that the app must not send as: proves a restriction. */
  otherMailbox?: string | null | undefined
  secretLifetimeInMonths?: SecretLifetimeInMonths | undefined
  /** Left out, it is not known. */
  sharing?: AppSharing | undefined
}

export interface SetupScript {
  shell: 'bash' | 'powershell'
  fileName: string
  title: string
  text: string
}

/** `value` names what cannot stand in a script, `reason` says what to do about it. */
export interface ScriptRefusal {
  value: string
  reason: string
}

export type ScriptResult = { script: SetupScript } | { refusal: ScriptRefusal }

/** A variable of a script: its name there, what a person calls it, and its text. */
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

function normaliseFact(name: FactName, text: string): string | null {
  if (addressFacts.includes(name)) return parseMailAddress(text)
  const guid = parseGuid(text)
  if (guid) return guid
  if (name === 'tenantId') return parseDomain(text)
  // A name as user is fine in the form; the scripts then find the GUID by themselves.
  return name === 'userId' ? '' : null
}

/** The scripts compare GUIDs: a domain is looked up by the script. */
export const splitTenant = (tenant: string): { tenantId: string; tenantDomain: string } =>
  parseGuid(tenant) ? { tenantId: tenant, tenantDomain: '' } : { tenantId: '', tenantDomain: tenant }

/** An app that others may use gets no grant: it may be limited in Exchange Online, and grants add up. */
export const mayGrant = ({ sharing = 'unknown' }: ScriptFacts, clientId: string): boolean =>
  clientId === '' || sharing === 'not-shared'

/** The facts with every value normalised and empty if unknown, or the first that is not what it should be. */
export function readScriptFacts(
  facts: ScriptFacts,
  required: readonly FactName[],
): { facts: Record<FactName, string> } | { refusal: ScriptRefusal } {
  if (!isBotId(facts.botId))
    return { refusal: { value: "Bot's id", reason: 'It has lower-case letters, digits and hyphens only.' } }
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
    const value = text === '' ? '' : normaliseFact(name, text)
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

/** The assignments of a script, each through the shell's one escaping function. */
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

/** Stands in each script: it may be run long after it was written. */
export const writtenFor: Record<AppSharing, string> = {
  'not-shared':
    'Written for an app that no other bot of the dashboard uses. The dashboard cannot know whether other programs use it.',
  shared: 'Written for an app that other bots of the dashboard use too: what they need is left alone.',
  'mailbox-shared': 'Written for an app that another bot uses too, and may use for the same mailbox.',
  unknown: 'Written while it was not known whether other bots use the app: as if they did.',
}

export const checkedByRule =
  "It was checked by rule against Microsoft's documentation, not run against a tenant. Read it before you run it."
