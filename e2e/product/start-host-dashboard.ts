import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { startIdentityProvider } from './start-identity-provider.ts'
import { emulatorSettings, findFreePort, type RunningServer, startServer } from './start-product.ts'

const root = join(import.meta.dirname, '../..')
const example = 'examples/host-dashboard'

export const themeFile = join(root, example, 'public/theme.css')

/** Those who can sign in to the dashboard. */
export const accounts = {
  grace: { email: 'grace@contoso.example', name: 'Grace Hopper' },
  alan: { email: 'alan@contoso.example', name: 'Alan Turing' },
}

/** Another product that has the mail feature in both ways: as a process behind its proxy, and in its own code. */
export interface HostDashboard {
  url: string
  emulator: MicrosoftEmulator
  /** The process behind the proxy. */
  product: RunningServer
  close(): Promise<void>
}

const argumentsFor = (program: string) => ['--import', './apps/bff/require-node.js', program]

async function waitForAddress(server: ChildProcess): Promise<void> {
  let output = ''
  for await (const chunk of server.stdout ?? []) {
    output += String(chunk)
    if (/^http:\/\//m.test(output)) return
  }
  throw new Error(`The host did not start:\n${output}`)
}

/** The settings of the product inside the dashboard at `url`. */
const settingsInside = (url: string) => ({
  PUBLIC_URL: `${url}/apps/email`,
  SHELL: 'off',
  FRAME_ANCESTORS: url,
  THEME_FILE: themeFile,
  HOST_JWT_HEADER: 'x-contoso-token',
  HOST_JWT_JWKS: `${url}/host/keys`,
  HOST_JWT_ISSUER: url,
  HOST_JWT_AUDIENCE: 'office365-email',
  HOST_SIGN_IN_URL: '/sign-in?next={next}',
  LOCAL_SIGN_IN: 'off',
  BOTS_FROM: 'host',
  TRUSTED_PROXY_HOPS: '1',
})

/** Needs the pages that `build-host-pages.ts` builds. */
export async function startHostDashboard(firstPort = 0): Promise<HostDashboard> {
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-host-'))
  /** In the order in which they were started. */
  const closers = [() => rm(folder, { recursive: true, force: true })]
  const close = async () => {
    for (const closeOne of closers.splice(0).toReversed()) await closeOne()
  }
  try {
    const port = await findFreePort(firstPort)
    const url = `http://localhost:${port}`
    const emulator = await startMicrosoftEmulator()
    closers.push(() => emulator.close())
    const identityProvider = await startIdentityProvider(`${url}/sign-in/callback`, accounts)
    closers.push(() => identityProvider.close())
    const product = await startServer(firstPort && port + 1, {
      ...emulatorSettings(emulator),
      ...settingsInside(url),
    })
    closers.push(() => product.close())
    const { PATH = '', HOME = '', HOST_PAGES = '' } = process.env
    const server = spawn(process.execPath, argumentsFor(`${example}/server.ts`), {
      cwd: root,
      env: {
        PATH,
        HOME,
        PORT: String(port),
        PAGES: HOST_PAGES,
        DATA: folder,
        EMAIL_SERVER: product.url,
        ...identityProvider.environment,
        ...emulatorSettings(emulator),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    closers.push(async () => {
      const ended = once(server, 'exit')
      // False if it has already ended, as after Ctrl-C, which reaches every process.
      if (server.kill('SIGTERM')) await ended
    })
    await waitForAddress(server)
    return { url, emulator, product, close }
  } catch (error) {
    await close()
    throw error
  }
}
