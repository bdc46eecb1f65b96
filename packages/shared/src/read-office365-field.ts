import { findCurrentSecret, isMasked } from './client-secret.ts'
import { containsGuid, findAddress, findGuid, findTenant, readGuid } from './find-value.ts'
import { parseDomain, parseMailAddress } from './mail-address.ts'
import { type Office365Field, office365FieldLabels } from './office365-fields.ts'
import { withoutInvisible } from './text-rules.ts'

export interface FieldFault {
  field: Office365Field
  /** What the person at the form has to do. Never contains the value. */
  remedy: string
}

/** `note`: what was removed from the text, for the person who entered it. */
export type FieldReading = { value: string; note?: string | undefined } | { remedy: string }

const guidExample = '8-4-4-4-12 hexadecimal digits, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301'
const newSecret =
  'In Entra, open your app, then Certificates & secrets, create a new client secret, and copy its Value before you leave the page.'

const refuseId = (text: string, where: string): FieldReading => ({
  remedy: `${text.includes('@') ? 'This is an email address.' : `Enter it as ${guidExample}.`} ${where}`,
})

function readTenant(text: string, plain: string): FieldReading {
  const { tenant, isMicrosoftHost, isEveryTenant } = findTenant(plain)
  const value = isMicrosoftHost ? tenant : (readGuid(text) ?? parseDomain(text) ?? tenant)
  if (value) return { value }
  const where =
    'In Entra it is the "Directory (tenant) ID" on the app\'s Overview page. A domain of your organization works too.'
  if (isEveryTenant) return { remedy: `This stands for all organizations. Enter the ID of yours. ${where}` }
  if (isMicrosoftHost)
    return { remedy: `This is an address of Microsoft that does not name your organization. ${where}` }
  return refuseId(text, where)
}

const label = String.raw`(?:[a-z0-9()]+[ _-]+)*\(?(?:client)?(?:secret|value|key)(?:[ _-]?(?:key|value|text))?\)?`
/** `Client secret:`, `"secretText":` or `AZURE_CLIENT_SECRET=`. An older secret may contain `secret=` after other letters. */
const secretLabel = new RegExp(String.raw`^(?:"${label}"|'${label}'|${label})\s*[:=]\s*(?=.{16})`, 'i')

function readSecret(plain: string): FieldReading {
  const value =
    findCurrentSecret(plain) ?? plain.replace(secretLabel, '').replace(/^(["'`“”„‘’«»])(.+)["'`“”„‘’«»],?$/, '$2')
  if (containsGuid(value))
    return {
      remedy: `This is the Secret ID. Paste the Value next to it. If Entra hides the Value now, it cannot be shown again. ${newSecret}`,
    }
  if (value.length > 1024) return { remedy: 'This is longer than any client secret. Paste only the Value.' }
  if (isMasked(value))
    return {
      remedy: `This is a hidden secret. Entra hides the Value after you leave its page and cannot show it again. ${newSecret}`,
    }
  if (/[\t-\r\u2028\u2029]/.test(value) || !value.isWellFormed())
    return { remedy: 'This is more than one line or value. Paste only the Value.' }
  return { value }
}

/** Readers of the text as it was typed, and of the same text without invisible characters. */
const readers: Record<Office365Field, (text: string, plain: string) => FieldReading> = {
  userEmail: (text, plain) => {
    const value = parseMailAddress(text) ?? findAddress(plain)
    if (value) return { value }
    const what = containsGuid(text) ? 'This is an ID. ' : ''
    return { remedy: `${what}Enter the address of the mailbox, such as bot@contoso.com.` }
  },
  clientId: (text, plain) => {
    const value = readGuid(text) ?? findGuid('clientId', plain)
    if (value) return { value }
    return refuseId(text, 'In Entra it is the "Application (client) ID" on the app\'s Overview page.')
  },
  tenantId: readTenant,
  clientSecret: (_, plain) => readSecret(plain),
  userId: (text, plain) => {
    const value = readGuid(text) ?? findGuid('userId', plain) ?? parseMailAddress(text) ?? findAddress(plain)
    if (value) return { value }
    return { remedy: `Enter the user's Object ID as ${guidExample}. In Entra it is on the user's Overview page.` }
  },
}

const removed = {
  invisible: 'Invisible characters were removed from it.',
  around: 'Only the value was kept: other text around it was removed.',
}

/** A pasted value, trimmed and normalized, or what to do about it. */
export function readOffice365Field(field: Office365Field, text: string): FieldReading {
  const typed = text.replace(/^[\t-\r ]+|[\t-\r ]+$/g, '')
  const plain = withoutInvisible(typed, field === 'clientSecret' ? '' : ' ').trim()
  if (plain === '') return { remedy: `Enter the ${office365FieldLabels[field]}.` }
  const reading = readers[field](typed, plain)
  if ('remedy' in reading) return reading
  if (plain !== typed) return { ...reading, note: removed.invisible }
  return plain.length > reading.value.length ? { ...reading, note: removed.around } : reading
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
