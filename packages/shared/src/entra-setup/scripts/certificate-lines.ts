import type { ScriptRefusal } from './setup-script.ts'

/** The public part of a certificate, as Entra needs it. */
export interface PublicCertificate {
  pem: string
  /** SHA-1 in hexadecimal, as the Entra portal shows it. */
  thumbprint: string
  /** The day on which it ends: YYYY-MM-DD. */
  expiresOn: string
}

export const uploadIntro: readonly string[] = [
  'Uploads the public certificate of one bot to its app in Microsoft Entra. The certificate contains no secret: the',
  'private key stays on the server of the dashboard. If the app already has the certificate, nothing changes.',
]

const onePem = /^-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/

/** The Base64 text in lines that mean the same between single quotes of both shells; or a refusal. */
export function readCertificateLines({
  pem,
  thumbprint,
  expiresOn,
}: PublicCertificate): { lines: readonly string[] } | { refusal: ScriptRefusal } {
  const base64 = onePem.exec(pem)?.[1]?.replace(/\s/g, '')
  const lines = base64?.match(/.{1,64}/g)
  if (!lines || !/^[0-9A-F]{40}$/.test(thumbprint) || !/^\d{4}-\d\d-\d\d$/.test(expiresOn))
    return { refusal: { value: 'Certificate', reason: 'It cannot be read. Download it and upload it in Entra.' } }
  return { lines }
}
