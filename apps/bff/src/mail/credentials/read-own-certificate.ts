import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { Problem } from '../../ground/problem.ts'
import { type Secret, secretOf } from '../../ground/secrets/secret.ts'
import { keyBits } from './certificate.ts'
import { derivationCost } from './derivation-cost.ts'

/** A longer key only makes each sign-in slower. */
const mostKeyBits = 4_096
/**
 * An encrypted RSA key of that length needs 3,500. OpenSSL computes the public half of keys of other kinds when it reads
 * them, which takes minutes for a long one.
 */
const mostKeyCharacters = 4_000
/** A chain is rarely longer. Each certificate is parsed. */
const mostCertificates = 10

/** A key is opened on the thread that answers all requests. This many rounds take about half a second. */
const mostDerivationRounds = 1_000_000

const certificateBlocks = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g
const keyBlock = /-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([A-Za-z0-9+/=\s:,-]+?)-----END \1-----/

function refuse(field: 'pem' | 'password', detail: string): never {
  throw new Problem('invalid-request', { detail, errors: [{ pointer: `/credential/${field}`, detail }] })
}

/** OpenSSL gets exactly the bytes whose cost was measured. */
function readEncrypted(base64: string) {
  const der = Buffer.from(base64, 'base64')
  if (derivationCost(der) > mostDerivationRounds)
    return refuse('pem', 'The private key takes too long to decrypt. Encrypt it with at most 1,000,000 iterations.')
  return { key: der, format: 'der', type: 'pkcs8' } as const
}

function readKey(text: string, password: Secret | undefined): KeyObject {
  const [block, label, base64 = ''] = keyBlock.exec(text) ?? []
  if (!block) return refuse('pem', 'The private key is missing. Add it, as PEM, below the certificate.')
  if (block.length > mostKeyCharacters) return refuse('pem', `Use an RSA key of at most ${mostKeyBits} bits.`)
  // Under this label, OpenSSL would open an encrypted key too, if it got a password.
  const isEncrypted = label !== 'PRIVATE KEY' && /ENCRYPTED/.test(block)
  if (isEncrypted && password === undefined)
    return refuse('password', 'The private key is encrypted. Enter its password.')
  const input = label === 'ENCRYPTED PRIVATE KEY' ? readEncrypted(base64) : { key: block }
  try {
    return createPrivateKey({ ...input, ...(isEncrypted && { passphrase: password?.reveal() ?? '' }) })
  } catch {
    return isEncrypted
      ? refuse('password', 'The password does not open the private key.')
      : refuse('pem', 'The private key cannot be read. Use a key in PKCS#8 as PEM.')
  }
}

function readCertificates(text: string): X509Certificate[] {
  const blocks = text.match(certificateBlocks) ?? []
  if (blocks.length === 0) return refuse('pem', 'The certificate is missing. Add it, as PEM, above its private key.')
  if (blocks.length > mostCertificates) return refuse('pem', 'Send only the certificate of this app, and not a list.')
  try {
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    return refuse('pem', 'The certificate cannot be read. Send it as PEM.')
  }
}

/** Reads a certificate that was brought, with its private key. No message repeats what was sent. */
export function readOwnCertificate(
  { pem, password }: { pem: Secret; password: Secret | undefined },
  now: Date,
): { certificate: string; privateKey: Secret } {
  const text = pem.reveal()
  const certificates = readCertificates(text)
  const key = readKey(text, password)
  if (key.asymmetricKeyType !== 'rsa')
    return refuse('pem', 'Entra accepts only RSA keys. Make the certificate with one.')
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < keyBits)
    return refuse('pem', `The key has ${bits} bits. Entra accepts RSA keys of ${keyBits} bits or more.`)
  if (bits > mostKeyBits) return refuse('pem', `Use a key of at most ${mostKeyBits} bits.`)
  const certificate = certificates.find((each) => each.checkPrivateKey(key))
  if (!certificate) return refuse('pem', 'The private key does not belong to the certificate. Send a pair.')
  if (certificate.validToDate <= now) return refuse('pem', 'The certificate has expired. Use one that is valid.')
  if (certificate.validFromDate > now)
    return refuse('pem', 'The certificate is not valid yet. Use one that is valid now.')
  const exported = key.export({ format: 'pem', type: 'pkcs8' }).toString()
  return { certificate: certificate.toString(), privateKey: secretOf(exported) }
}
