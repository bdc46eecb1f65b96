import { parseGuid } from './guid.ts'
import { parseDomain, parseMailAddress } from './mail-address.ts'

const emptyGuid = '00000000-0000-0000-0000-000000000000'
const guidInText = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i

/** What may stand before an ID, reduced to its letters: a label, or a prefix of identifiers. */
const labels = {
  clientId: /^(?:api|urnuuid|.*(?:client|app|application)id(?:is)?|)$/,
  tenantId: /^(?:urnuuid|.*(?:tenant|directory)(?:id)?(?:is)?|)$/,
  userId: /^(?:urnuuid|(?:azure|mail|mailbox|user)*(?:user|object)id(?:is)?|)$/,
}

/** What stands before an ID in the address of a page of Entra, or in a request to Entra or Microsoft Graph. */
const paths = {
  clientId: /(?:appid|client_?id)[/=]([^/?&#]+)/i,
  tenantId: /(?:tenant_?id[/=]|[?&#](?:c?tid|tenant)=|#@)([^/?&#]+)/i,
  userId: /users?(?:_?id)?[/=]([^/?&#]+)/i,
}

export function readGuid(text: string): string | null {
  const value = parseGuid(text)
  return value === emptyGuid ? null : value
}

export const containsGuid = (text: string): boolean => guidInText.test(text)

/** The ID in a text such as `"Client ID: {…}",`, or in an address. Null if the text can mean anything else. */
export function findGuid(field: keyof typeof labels, text: string): string | null {
  // Word processors replace hyphens, and mail programs wrap lines.
  const line = text.replace(/[‐-―−]/g, '-').replace(/\s/g, '')
  const inAddress = readGuid(paths[field].exec(line)?.[1] ?? '')
  const found = guidInText.exec(line)
  if (inAddress || !found) return inAddress
  const [before, after] = [line.slice(0, found.index), line.slice(found.index + found[0].length)].map((part) =>
    part.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase(),
  )
  return after === '' && labels[field].test(before ?? '') ? readGuid(found[0]) : null
}

/** The text without the characters at its end that the pattern finds. A pattern with `+$` takes quadratic time. */
function trimEndOf(text: string, character: RegExp): string {
  let end = text.length
  while (end > 0 && character.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** Longer words are skipped: the patterns take quadratic time, and no address is that long. */
const maxAddressWord = 1_000

/** What may stand before an address without a space. Other text with these signs may be part of the address. */
const addressLabel = /^.*(?:^|[^a-z])(?:mail|address|user|account|upn|hint)[\w-]*=|^.*:\/\/.*[=/]/i

/** The only address in a text such as `Bot <bot@contoso.com>` or `mailto:bot@contoso.com`. */
export function findAddress(text: string): string | null {
  // An address can contain other signs, such as an apostrophe: they are removed only around it.
  const words = text.split(/[\s<>"“”„«»()[\],;]+/).filter((word) => word.includes('@') && word.length < maxAddressWord)
  const addresses = words.map((word) =>
    word
      .replace(addressLabel, '')
      .replace(/^.*:/, '')
      .replace(/(@[^?]*)\?.*$/, '$1')
      .replace(/^['`‘’*|{]+|['`‘’*|}.]+$/g, ''),
  )
  const [only, another] = new Set(addresses)
  return only && another === undefined ? parseMailAddress(only) : null
}

/** A host of Microsoft, and the first part of its path. `contoso.onmicrosoft.com` is not one. */
const microsoftHost =
  /^(?:https?:\/\/)?(?:[\w-]+\.)+(?:(?:microsoftonline|azure|sharepoint)\.(?:com|us|cn)|(?:microsoft|office|office365)\.(?:com|us)|windows\.net|chinacloudapi\.cn|sovcloud-identity\.(?:fr|de|sg))(?::443)?(?:[/?#]+([^/?#]*)|$)/i
/** Hosts whose path begins with the tenant. */
const tenantHost = /^(?:https?:\/\/)?(?:login|sts|portal|entra)\./i

export interface TenantFinding {
  tenant: string | null
  isMicrosoftHost: boolean
  /** `common`, `organizations` and `consumers` stand for many tenants. */
  isEveryTenant: boolean
}

function withoutTenantLabel(text: string): string {
  const label = /^[^:=]*[:=]/.exec(text)?.[0] ?? ''
  return /tenant/i.test(label) ? text.slice(label.length) : text
}

/** The tenant in a label's value or in an address: a sign-in page, token endpoint, issuer, OpenID document or portal. */
export function findTenant(text: string): TenantFinding {
  const address = /https?:\/\/\S+/i.exec(text)?.[0] ?? withoutTenantLabel(text)
  const bare = trimEndOf(address.replace(/^["'`“”„‘’«»<([@\s]+/, ''), /["'`“”„‘’«»>)\].,;:\s]/)
  const host = microsoftHost.exec(bare)
  const first = host ? (host[1] ?? '') : bare.replace(/^https?:\/\/|\/$/gi, '')
  const inAddress = paths.tenantId.exec(bare)?.[1] ?? ''
  const mayBeDomain = !host || tenantHost.test(bare)
  return {
    tenant:
      readGuid(first) ??
      (mayBeDomain ? parseDomain(first) : null) ??
      readGuid(inAddress) ??
      parseDomain(inAddress) ??
      findGuid('tenantId', text),
    isMicrosoftHost: host !== null,
    isEveryTenant: /^(?:common|organizations|consumers)$/i.test(first),
  }
}
