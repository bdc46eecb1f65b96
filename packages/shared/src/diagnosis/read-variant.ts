import type { Detail, TrustStore } from './detail.ts'
import type { Cause } from './diagnosis.ts'
import { contains } from './match-pieces.ts'
import type { Clues } from './read-clues.ts'
import type { Sender } from './read-sender.ts'
import type { LayeredRule } from './rule.ts'

/** Words of the programs that have their own list of trusted certificates. */
const trustStores: readonly [TrustStore, RegExp][] = [
  ['java', /pkix|javax?\.|sun\.security|\bjdk\b|keystore|certpath/],
  ['python', /_ssl\.c|urllib3|requests\.exceptions|\bcertifi\b|\bpython|sslcertverificationerror/],
  ['curl', /\bcurl\b|guzzle|\bphp\b|openssl_|stream_socket|curle_/],
  ['go', /\bx509:/],
  ['ruby', /openssl::ssl|\.rb:\d|faraday/],
  [
    'windows',
    /invoke-(?:webrequest|restmethod)|system\.net|httprequestexception|remote certificate|remotezertifikat|certificat distant|certificado remoto|certificato remoto|リモート証明書|信頼関係|schannel|powershell|trust relationship|vertrauensstellung|relation de confiance|relation d'approbation|relacion de confianza|untrustedroot/,
  ],
]

/** What a call to Graph needs, by its address. The first that fits. */
const neededPermissions: readonly [RegExp, string][] = [
  [/draft message|upload session|createuploadsession/, 'Mail.ReadWrite'],
  [/\/sendmail\b|\/messages\/[^ /]{1,400}\/send\b/, 'Mail.Send'],
  [
    /createuploadsession|\/messages\/[^ /]{1,400}\/(?:attachments|move|copy|createreply|createforward)/,
    'Mail.ReadWrite',
  ],
  [
    /\bpost\b[^ ]{0,3} ?\[?[^ ]{0,80}\/messages(?:[\s"'`)\]?]|$)|\b(?:patch|delete)\b [^ ]{0,120}\/messages/,
    'Mail.ReadWrite',
  ],
  [/\/mailboxsettings\b/, 'MailboxSettings.Read'],
  [/\/(?:mailfolders|messages)\b/, 'Mail.Read'],
  [/\/(?:calendars?|events|calendarview)\b/, 'Calendars.Read'],
  [/\/contacts\b/, 'Contacts.Read'],
  [/(?:v1\.0|beta)\/applications\b/, 'Application.Read.All'],
  [/(?:v1\.0|beta)\/groups\b/, 'Group.Read.All'],
  [/(?:v1\.0|beta)\/reports\b/, 'Reports.Read.All'],
  [/(?:v1\.0|beta)\/(?:sites|drives)\b|\/drive\b/, 'Sites.Read.All'],
  [/(?:v1\.0|beta)\/users(?:\?|\/?[\s"'`)]|\/[^ /]{1,200}[\s"'`)?])/, 'User.Read.All'],
]
const listedPermissions = /following permissions?:? ?['"]?([a-z]+(?:\.[a-z]+)+)/

const hostForms = [
  /(?:getaddrinfo|get addr info) (?:[a-z_]+ )?([\w.-]+\.[a-z]{2,})/,
  /(?:resolve|lookup)(?: host(?:name)?| address)?:? ["']?([\w.-]+\.[a-z]{2,})/,
  /(?:name|nom|nombre|remotename)[^'":]{0,60}[:'"] ?'?([\w.-]+\.[a-z]{2,})'?/,
  /host=["']([\w.-]+\.[a-z]{2,})["']/,
  /https?:\/\/([\w.-]+\.[a-z]{2,})/,
  /(?:connect(?:ion)?(?: to)?|connecting to) ([\w-]+(?:\.[\w-]+)+\.[a-z]{2,})/,
  /\b([\w-]+(?:\.[\w-]+)*\.[a-z]{2,}):(?:443|80|587|25|993|995|143|465)\b/,
]
const microsoftHosts =
  /(?:microsoftonline\.(?:com|us|de|cn)|login\.windows\.net|login\.microsoft\.com|graph\.microsoft\.(?:com|us)|chinacloudapi\.cn|sovcloud[\w-]*\.\w+)/
/** Pages that error texts link to. */
const documentation =
  /haxx\.se|curl\.se|aka\.ms|docs\.|learn\.|github|nodejs\.org|npmjs|stackoverflow|wikipedia|python\.org|readthedocs|support\./

type Read = (clues: Clues, sender: Sender, layer: LayeredRule['layer'] | null) => Detail | undefined

const readTrustStore: Read = ({ text }) => {
  const program = trustStores.find(([, form]) => form.test(text))?.[0]
  return program && { kind: 'trust-store', program }
}

const readHost: Read = ({ text }) => {
  if (microsoftHosts.test(text) || text.includes('proxy')) return undefined
  const host = hostForms
    .map((form) => form.exec(text)?.[1])
    .find(
      (found) =>
        found !== undefined &&
        !documentation.test(found) &&
        !/\.(?:js|ts|py|rb|java|php|cs|go|net|http|ssl)$/.test(found),
    )
  return host === undefined ? undefined : { kind: 'named-host', host }
}

/** The sign-in comes before the message, so nothing was sent. */
const readSignIn: Read = ({ text }) =>
  /login\.(?:microsoftonline|windows|partner|chinacloudapi)|openid-configuration|oauth2\/|\bmsal/.test(text) &&
  !/graph\.microsoft\.|microsoftgraph\.|\/sendmail/.test(text)
    ? { kind: 'before-sending' }
    : undefined

const readHandshake: Read = ({ text }) => {
  if (/wrong[ _]version[ _]number/.test(text)) return { kind: 'no-tls-on-port' }
  return /(?:cert_has_expired|cert_not_yet_valid|certificate (?:has expired|is not yet valid))/.test(text)
    ? { kind: 'certificate-out-of-time' }
    : undefined
}

const readPermission: Read = ({ text, flat }) => {
  const listed = listedPermissions.exec(text)
  const written = listed && flat.slice(flat.toLowerCase().indexOf(listed[1] ?? '')).slice(0, listed[1]?.length)
  const permission = written ?? neededPermissions.find(([form]) => contains(text, form))?.[1]
  return permission === undefined || permission === 'Mail.Send' ? undefined : { kind: 'permission-needed', permission }
}

/** The service that the program asked for, unless that is Microsoft Graph itself. */
const readResource: Read = ({ text }) => {
  const resource =
    /(?:resource principal named|resource) '?((?:https?|api):\/\/[^\s']{1,160}?|[\w.-]+\/\.default)'?,? (?:was not|is )/.exec(
      text,
    )?.[1]
  const isGraph = resource !== undefined && /^(?:https:\/\/)?graph\.microsoft\.(?:com|us)\/?$/.test(resource)
  return resource === undefined || isGraph ? undefined : { kind: 'resource-of-program', resource }
}

const readGap: Read = ({ status, isCutOff }, { owner }, layer) => {
  if (isCutOff) return { kind: 'text-cut' }
  if (status !== null && (layer === 'status' || layer === null)) return { kind: 'status-only', status }
  return owner === 'caller' ? { kind: 'of-program' } : undefined
}

const readService: Read = (_clues, { service }) => (service === null ? undefined : { kind: 'other-service', service })

const readers: Partial<Record<Cause, readonly Read[]>> = {
  unclear: [readGap],
  not_microsoft: [readService],
  resource_unknown: [readResource],
  permission_missing: [readPermission],
  tls_untrusted: [readHost, readTrustStore],
  tls_failed: [readHost, readHandshake],
  dns_failure: [readHost],
  connect_failed: [readHost],
  connect_timeout: [readHost, readSignIn],
}

/** The variant of a cause that the text itself shows, so that the first step fits. */
export function readVariant(
  cause: Cause,
  clues: Clues,
  sender: Sender,
  layer: LayeredRule['layer'] | null,
): Detail | undefined {
  for (const read of readers[cause] ?? []) {
    const found = read(clues, sender, layer)
    if (found !== undefined) return found
  }
  return undefined
}
