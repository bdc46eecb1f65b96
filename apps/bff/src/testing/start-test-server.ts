import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import type { Endpoint } from '@office365-email/shared/endpoint'
import * as z from 'zod/mini'
import { createApp } from '../app.ts'
import { parseConfig } from '../config/config.ts'
import { type Dependencies, openDependencies } from '../dependencies.ts'
import { basePathOf } from '../ground/http/base-path.ts'
import { listen, type TransportLimits } from '../ground/http/listen.ts'
import { createLogger } from '../ground/observability/logger.ts'
import { createRequestContext } from '../ground/request-context.ts'
import type { Secret } from '../ground/secrets/secret.ts'
import { hashPassword } from '../shell/people/password.ts'
import { ensureFirstOwner } from '../shell/sessions/ensure-first-owner.ts'
import { createSetUpLink } from '../shell/sessions/set-up-link.ts'
import { createTestClient, type TestClient } from './test-client.ts'
import { createServerDatabase, runSqlOn, runsOnPostgres } from './test-database.ts'
import { writeMigratedFile } from './write-migrated-file.ts'

export const owner = { email: 'ada@example.com', password: 'correct-horse-battery' }

/** The server on a free port, with its own database, keys and emulator. */
export interface TestServer {
  url: string
  http: Server
  emulator: MicrosoftEmulator
  dependencies: Dependencies
  folder: string
  /** For programs that use the same storage and keys. */
  environment: { DATABASE_URL: string; ENCRYPTION_KEYS_FILE: string }
  /** For tests of the SQLite engine. */
  databaseFile: string
  /** Reads or changes what no port does. Parameters are `?`. */
  sql: <Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]) => Promise<Row[]>
  /** The token of the set-up link, if no one can sign in yet. */
  setUpToken: string | null
  /** Moves the server's clock. */
  advanceClock(byMs: number): void
  /** A client that is not signed in. */
  anonymous(): TestClient
  /** Signs in, as the owner by default. */
  signIn(credentials?: { email: string; password: string }): Promise<TestClient>
  close(): Promise<void>
}

/** Otherwise, most of the time of a short test would be that of checking the owner's password. */
const hashCheaply = (password: Secret) => hashPassword(password, { memory: 8, passes: 1, parallelism: 1 })

/** Every answer of every test is as the table of endpoints says. */
function checkResponse({ method, path, responses }: Endpoint, status: number, body: unknown): void {
  const answer = responses[status]
  const fault =
    answer === undefined
      ? 'the status is not in the table'
      : answer.schema && z.safeParse(answer.schema, body).error?.message
  if (fault) throw new Error(`${method} ${path} answered ${status}: ${fault}`)
}

const trusted = new Set<string>()

/** Only once: Node reads all its certificates again when one is added. */
function trust(certificate: string): void {
  if (trusted.has(certificate)) return
  trusted.add(certificate)
  setDefaultCACertificates([...getCACertificates('default'), certificate])
}

export async function startTestServer({
  environment = {},
  emulator,
  limits = {},
  webFolder,
  port: wantedPort = 0,
}: {
  environment?: Record<string, string>
  emulator?: MicrosoftEmulator
  limits?: Partial<TransportLimits>
  /** A build of the pages. Without one, there is only the API. */
  webFolder?: string
  /** Any free one by default. */
  port?: number
} = {}): Promise<TestServer> {
  const microsoft = emulator ?? (await startMicrosoftEmulator())
  trust(microsoft.caCertificate)
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-test-'))
  const databaseFile = join(folder, 'test.db')
  const database = environment['DATABASE_URL'] === undefined ? await createServerDatabase(folder) : null
  if (database && !runsOnPostgres) await writeMigratedFile(databaseFile)
  const place = {
    DATABASE_URL: environment['DATABASE_URL'] ?? database?.url ?? '',
    ENCRYPTION_KEYS_FILE: environment['ENCRYPTION_KEYS_FILE'] ?? join(folder, 'keys'),
  }
  const config = parseConfig({
    PORT: '0',
    ...place,
    ADMIN_EMAIL: owner.email,
    ADMIN_PASSWORD: owner.password,
    MICROSOFT_LOGIN_URL: microsoft.url,
    MICROSOFT_GRAPH_URL: microsoft.url,
    LOG_LEVEL: 'silent',
    ...environment,
  })
  let offsetMs = 0
  const clock = () => new Date(Date.now() + offsetMs)
  const dependencies = await openDependencies(config, createLogger(config.logLevel), clock)
  const context = createRequestContext({ kind: 'system', id: 'test', name: 'test' }, clock())
  if (config.firstAdmin) await ensureFirstOwner(dependencies.storage, context, config.firstAdmin, hashCheaply)
  const setUp = config.localSignIn ? await createSetUpLink(dependencies.storage, clock()) : null

  await dependencies.join()
  await dependencies.mail.prepare(clock())
  const app = createApp({ ...dependencies, ...(webFolder && { webFolder }) }, { checkResponse })
  const basePath = basePathOf(config.publicUrl)
  const { server, port } = await listen(app, { host: '127.0.0.1', port: wantedPort, basePath }, limits)
  const url = `http://localhost:${port}`
  const { origin } = new URL(config.publicUrl)

  return {
    url,
    http: server,
    emulator: microsoft,
    dependencies,
    folder,
    environment: place,
    databaseFile,
    sql: (text, ...values) => runSqlOn(place.DATABASE_URL, text, values),
    setUpToken: typeof setUp === 'object' ? (setUp?.token ?? null) : null,
    advanceClock: (byMs) => {
      offsetMs += byMs
    },
    anonymous: () => createTestClient(url, origin),
    async signIn(credentials = owner) {
      const client = createTestClient(url, origin)
      const response = await client.post('/session', credentials)
      if (response.status !== 200) throw new Error(`Sign-in returned ${response.status}`)
      return client
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await dependencies.close()
      await database?.drop()
      if (!emulator) await microsoft.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
