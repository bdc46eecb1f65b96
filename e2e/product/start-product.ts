import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { type AdminClient, signInAsAdmin } from './admin-client.ts'

const root = join(import.meta.dirname, '../..')
const startWithinMs = 20_000

export const admin = { email: 'ada@example.com', password: 'correct-horse-battery' }

/** The whole product on free ports: the server with the built pages, and its own emulator. */
export interface Product {
  url: string
  emulator: MicrosoftEmulator
  dataFolder: string
  /** The server's output on standard output and error so far. */
  output(): string
  /** A client that is signed in as an owner. */
  admin: AdminClient
  /** Runs an operator's command on this product, and returns its output. */
  runAdminCommand(...argumentList: string[]): Promise<string>
  close(): Promise<void>
}

export async function findFreePort(from: number): Promise<number> {
  for (let port = from; ; port += 1) {
    const server = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    const address = server.address()
    if (!isFree) continue
    await new Promise((resolve) => server.close(resolve))
    return typeof address === 'object' && address ? address.port : port
  }
}

/** Starts the bundle that `apps/bff/build-for-tests.ts` made, or the sources if there is none. */
function run(program: 'main' | 'cli', argumentList: string[], environment: Record<string, string>): ChildProcess {
  const { PATH = '', HOME = '', BUILT_SERVER: builtServer } = process.env
  const file = builtServer ? join(builtServer, `${program}.js`) : `apps/bff/src/${program}.ts`
  return spawn(process.execPath, ['--import', './apps/bff/require-node.js', file, ...argumentList], {
    cwd: root,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  return () => text
}

async function waitUntilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = performance.now() + startWithinMs
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => null)
    if (response?.ok) return
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`The server did not start:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** A server on a free port, with data of its own that is deleted at its end. */
export interface RunningServer {
  url: string
  dataFolder: string
  /** The settings that it was started with. */
  environment: Record<string, string>
  /** The server's output on standard output and error so far. */
  output: () => string
  close(): Promise<void>
}

/** Starts only the server, before anyone can sign in. `settings` are those in addition to port, database and keys. */
export async function startServer(port = 0, settings: Record<string, string> = {}): Promise<RunningServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'office365-email-'))
  const freePort = await findFreePort(port)
  const url = `http://localhost:${freePort}`
  const environment = {
    PORT: String(freePort),
    DATABASE_URL: `file:${join(dataFolder, 'office365-email.db')}`,
    ENCRYPTION_KEYS_FILE: join(dataFolder, 'encryption-keys'),
    ...settings,
  }
  const server = run('main', [], environment)
  const output = collect(server)
  const close = async () => {
    if (server.exitCode === null) {
      server.kill('SIGTERM')
      await once(server, 'exit')
    }
    await rm(dataFolder, { recursive: true, force: true })
  }
  try {
    await waitUntilReady(url, server, output)
    return { url, dataFolder, environment, output, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The settings of a server that sends to this emulator. */
export const emulatorSettings = ({ url, caFile }: MicrosoftEmulator) => ({
  MICROSOFT_LOGIN_URL: url,
  MICROSOFT_GRAPH_URL: url,
  NODE_EXTRA_CA_CERTS: caFile,
})

interface ProductOptions {
  port?: number
  logLevel?: string
  /** Settings in addition to those of every test product. */
  settings?: Record<string, string>
}

export async function startProduct({
  port = 0,
  logLevel = 'info',
  settings = {},
}: ProductOptions = {}): Promise<Product> {
  const emulator = await startMicrosoftEmulator()
  let server: RunningServer | null = null
  const close = async () => {
    await server?.close()
    await emulator.close()
  }
  try {
    server = await startServer(port, {
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      ...emulatorSettings(emulator),
      LOG_LEVEL: logLevel,
      ...settings,
    })
    const { url, dataFolder, environment, output } = server
    return {
      url,
      emulator,
      dataFolder,
      output,
      admin: await signInAsAdmin(url, admin),
      async runAdminCommand(...argumentList) {
        const command = run('cli', argumentList, environment)
        const printed = collect(command)
        const [exitCode] = await once(command, 'close')
        if (exitCode !== 0) throw new Error(`admin ${argumentList.join(' ')} ended with ${exitCode}: ${printed()}`)
        return printed().trim()
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
