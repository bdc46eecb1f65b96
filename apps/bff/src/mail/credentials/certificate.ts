import { X509Certificate } from 'node:crypto'
import { renewalDays } from '@office365-email/shared/credential'
import { dayMs, dayOf } from '../../ground/day.ts'
import { type Secret, secretOf } from '../../ground/secrets/secret.ts'

/** What Microsoft recommends for certificates of apps ("Create a self-signed public certificate"); Entra refuses less. */
export const keyBits = 2_048
/** The clocks of this server and of Entra may differ by this much. */
const backdatedMs = 10 * 60_000

const withoutColons = (fingerprint: string): string => fingerprint.replaceAll(':', '')

/** The public facts about a certificate. */
export interface CertificateFacts {
  expiresOn: string
  /** SHA-1 in hexadecimal, as the Entra portal shows it. */
  thumbprint: string
  thumbprintSha256: string
}

export function describeCertificate(pem: string): CertificateFacts {
  const certificate = new X509Certificate(pem)
  return {
    expiresOn: dayOf(certificate.validToDate),
    thumbprint: withoutColons(certificate.fingerprint),
    thumbprintSha256: withoutColons(certificate.fingerprint256),
  }
}

/** When the next one has to be made: 60 days before the end, or when a third of a shorter life is left. */
export function renewalMoment(pem: string): Date {
  const { validFromDate, validToDate } = new X509Certificate(pem)
  const end = validToDate.getTime()
  const ahead = Math.min(renewalDays * dayMs, (end - validFromDate.getTime()) / 3)
  return new Date(end - ahead)
}

/** The certificate in DER, as a `.cer` file has it. */
export const toDer = (pem: string): Uint8Array => new X509Certificate(pem).raw

/** The last second of the day that is so many months later; the last day of a shorter month. */
function endAfter(months: number, now: Date): Date {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth() + months]
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(now.getUTCDate(), lastDay), 23, 59, 59))
}

interface Wanted {
  name: string
  months: number
  now: Date
}

interface Made {
  certificate: string
  privateKey: Secret
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Makes a key pair and a certificate that it signs itself. One at a time, because the few threads that make keys also
 * look up addresses and check passwords.
 */
export function makeCertificate(wanted: Wanted): Promise<Made> {
  const made = last.then(() => make(wanted))
  last = made.catch(() => undefined)
  return made
}

async function make({ name, months, now }: Wanted): Promise<Made> {
  // Loaded when first used, because few servers need it, and none at its start.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'rsa',
    keySize: keyBits,
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - backdatedMs),
    notAfterDate: endAfter(months, now),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
  })
  return { certificate: made.cert, privateKey: secretOf(made.private) }
}
