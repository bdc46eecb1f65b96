import { generate } from 'selfsigned'

export interface Certificates {
  /** PEM of the authority to trust. Its key is discarded after it signs the server's certificate. */
  caCertificate: string
  key: string
  certificate: string
}

const ecdsa = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const

async function createCertificates(): Promise<Certificates> {
  const authority = await generate([{ name: 'commonName', value: 'Microsoft emulator (local test authority)' }], {
    ...ecdsa,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...ecdsa,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  return { caCertificate: authority.cert, key: server.private, certificate: server.cert }
}

let shared: Promise<Certificates> | undefined

/** All emulators of a process share one authority, so that trusting it once is enough. */
export function getCertificates(): Promise<Certificates> {
  shared ??= createCertificates()
  return shared
}
