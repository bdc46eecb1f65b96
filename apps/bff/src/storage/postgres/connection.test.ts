import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase } from '../../testing/postgres.ts'
import { runCommand } from '../../testing/run-program.ts'
import { startPostgresWithTls } from '../../testing/start-postgres.ts'

const ecdsa = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const

let server: Awaited<ReturnType<typeof startPostgresWithTls>>
let folder: string
let caFile: string
let port: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-tls-'))
  caFile = join(folder, 'ca.pem')
  const authority = await generate([{ name: 'commonName', value: 'Authority of a test' }], {
    ...ecdsa,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  })
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...ecdsa,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  await writeFile(caFile, authority.cert)
  server = await startPostgresWithTls({ key: made.private, certificate: made.cert })
  port = new URL(server.url()).port
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const connect = async (url: string, more: object = {}) => {
  const { exitCode, output } = await runCommand(['migrate'], { DATABASE_URL: url, ...more })
  return exitCode === 0 ? 'connected' : output
}
const verified = (host: string) => `postgres://postgres@${host}:${port}/postgres?sslmode=verify-full`

it('trusts the authority that the address or a variable names', async () => {
  expect(await connect(`${verified('localhost')}&sslrootcert=${caFile}`)).toBe('connected')
  expect(await connect(verified('localhost'), { PGSSLROOTCERT: caFile })).toBe('connected')
  expect(await connect(verified('localhost'), { NODE_EXTRA_CA_CERTS: caFile })).toBe('connected')
})

it('refuses an unknown authority, the certificate of another name, and a server without TLS', async () => {
  expect(await connect(verified('localhost'))).toMatch(
    /^The database localhost:\d+\/postgres cannot be used now \(UNABLE_/,
  )
  expect(await connect(verified('127.0.0.1'), { PGSSLROOTCERT: caFile })).toMatch(
    /cannot be used now \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
  )
  const plain = await createTestDatabase()
  expect(await connect(`${plain.url}?sslmode=verify-full`)).toMatch(/cannot be used now \(no-tls\)/)
  await plain.drop()
})

it('uses no TLS with this machine, unless the address says so', async () => {
  expect(await connect(server.url(), { PGSSLROOTCERT: caFile })).toBe('connected')
})

it('connects to a Unix socket', async () => {
  expect(await connect(`postgres://postgres@${encodeURIComponent(server.folder)}:${port}/postgres`)).toBe('connected')
  expect(await connect(`postgres:///postgres?host=${server.folder}&port=${port}&user=postgres`)).toBe('connected')
})
