import type { Detail } from './detail.ts'
import type { Cause } from './diagnosis.ts'
import { contains } from './match-pieces.ts'
import type { Clues } from './read-clues.ts'
import type { Sender } from './read-sender.ts'
import type { LayeredRule } from './rule.ts'
import {
  expiredCertificate,
  listedPermissions,
  lostConnection,
  neededPermissions,
  signInWords,
  submissionWords,
  trustStores,
} from './rules/variants.ts'

type Read = (clues: Clues, sender: Sender, layer: LayeredRule['layer'] | null) => Detail | undefined

const readTrustStore: Read = ({ text }) => {
  const program = trustStores.find(([, form]) => form.test(text))?.[0]
  return program && { kind: 'trust-store', program }
}

/** The sign-in comes before the message, so nothing was sent. */
const readSignIn: Read = ({ text }) =>
  signInWords.test(text) && !submissionWords.test(text) ? { kind: 'before-sending' } : undefined

/** The connection existed, so Microsoft may have received the message. */
const readLoss: Read = ({ text }) =>
  lostConnection.test(text) && !(signInWords.test(text) && !submissionWords.test(text))
    ? { kind: 'connection-lost' }
    : undefined

const readHandshake: Read = ({ text }) => {
  if (/wrong[ _]version[ _]number/.test(text)) return { kind: 'no-tls-on-port' }
  return expiredCertificate.test(text) ? { kind: 'certificate-out-of-time' } : undefined
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
  tls_untrusted: [readTrustStore],
  tls_failed: [readHandshake],
  connect_failed: [readLoss],
  connect_timeout: [readSignIn],
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
