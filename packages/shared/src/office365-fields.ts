import { parseGuid } from './guid.ts'
import { parseDomain, parseMailAddress } from './mail-address.ts'
import { findInvisibleCharacter } from './text-rules.ts'

/** The five values of a configuration, in the order of the form. */
export const office365Fields = ['userEmail', 'clientId', 'tenantId', 'clientSecret', 'userId'] as const
export type Office365Field = (typeof office365Fields)[number]

export const isOffice365Field = (name: string): name is Office365Field =>
  office365Fields.some((field) => field === name)

export const office365FieldLabels: Record<Office365Field, string> = {
  userEmail: 'User Email',
  clientId: 'Client ID',
  tenantId: 'Tenant ID',
  clientSecret: 'Client Secret Key',
  userId: 'User ID',
}

export interface FieldFault {
  field: Office365Field
  /** What the person at the form has to do. Never contains the value. */
  remedy: string
}

export type FieldReading = { value: string } | { remedy: string }

const guidExample = '8-4-4-4-12 hexadecimal digits, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const emptyGuid = '00000000-0000-0000-0000-000000000000'

function readGuid(text: string, where: string): FieldReading {
  const value = parseGuid(text)
  if (value && value !== emptyGuid) return { value }
  if (text.includes('@')) return { remedy: `This is an email address. ${where}` }
  return { remedy: `Enter it as ${guidExample}. ${where}` }
}

const readers: Record<Office365Field, (text: string) => FieldReading> = {
  userEmail: (text) => {
    const value = parseMailAddress(text)
    if (value) return { value }
    if (parseGuid(text)) return { remedy: 'This is an ID. Enter the address of the mailbox, such as bot@contoso.com.' }
    return { remedy: 'Enter the address of the mailbox, such as bot@contoso.com.' }
  },
  clientId: (text) => readGuid(text, 'In Entra it is the "Application (client) ID" on the app\'s Overview page.'),
  tenantId: (text) => {
    const value = parseGuid(text) ?? parseDomain(text)
    if (value && value !== emptyGuid) return { value }
    return readGuid(text, 'In Entra it is the "Directory (tenant) ID" on the app\'s Overview page.')
  },
  clientSecret: (text) => {
    const value = text.trim()
    if (parseGuid(value))
      return {
        remedy: 'This is the Secret ID. Paste the Value instead: Entra shows it only once, next to the Secret ID.',
      }
    if (/^[*•●∙·]+$/.test(value))
      return { remedy: 'These dots only represent a secret. Paste the Value itself, or leave the field empty.' }
    const position = findInvisibleCharacter(value)
    if (position)
      return { remedy: `Character ${position} is invisible. Copy the Value again with Entra's copy button.` }
    if (value.length > 1024) return { remedy: 'This is longer than any client secret. Paste only the Value.' }
    return { value }
  },
  userId: (text) => {
    const value = parseGuid(text)
    if (value && value !== emptyGuid) return { value }
    const principalName = parseMailAddress(text)
    if (principalName) return { value: principalName }
    return { remedy: `Enter the user's Object ID as ${guidExample}. In Entra it is on the user's Overview page.` }
  },
}

/** A pasted value, trimmed and normalized, or what to do about it. */
export function readOffice365Field(field: Office365Field, text: string): FieldReading {
  if (text.trim() === '') return { remedy: `Enter the ${office365FieldLabels[field]}.` }
  return readers[field](text)
}

/**
 * Mistakes that only a comparison of the values shows: tenant, application, and user are three different objects, so their
 * IDs are never equal.
 */
export function findEqualIds(
  values: { [field in 'clientId' | 'tenantId' | 'userId']?: string | undefined },
): FieldFault[] {
  const pairs = [
    ['clientId', 'tenantId'],
    ['userId', 'clientId'],
    ['userId', 'tenantId'],
  ] as const
  return pairs
    .filter(([one, other]) => values[one] && values[one] === values[other])
    .map(([one, other]) => ({
      field: one,
      remedy: `${office365FieldLabels[one]} and ${office365FieldLabels[other]} are the same. They are always different: copy both again.`,
    }))
}
