import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createControl, type EmulatorControl } from './control/actions.ts'
import { createControlApp } from './control/control-app.ts'
import { createMicrosoftListener } from './create-microsoft-listener.ts'
import { exampleSeed } from './seed/example-seed.ts'
import type { Seed } from './seed/seed.ts'
import { EmulatorState } from './state/emulator-state.ts'
import type { Fault } from './state/fault.ts'
import { listSentMail } from './state/list-sent-mail.ts'
import { listTokenRequests } from './state/list-token-requests.ts'
import type { RecordedRequest, TokenRequest } from './state/recorded-request.ts'
import { type LimitSettings, microsoftLimits } from './state/request-limits.ts'
import type { NonDeliveryReport, SentMailFilter, SentMessage } from './state/sent-message.ts'
import { getCertificates } from './transport/create-certificates.ts'
import { openServer } from './transport/open-server.ts'
import { watchConnections } from './transport/reset-connection.ts'

export type { EmulatorControl } from './control/actions.ts'
export { type Cloud, cloudNames, clouds } from './seed/cloud.ts'
export { example, exampleByCloud, exampleSeed } from './seed/example-seed.ts'
export type * from './seed/seed.ts'
export { makeSecretValue } from './seed/shape-secret.ts'
export type { Fault } from './state/fault.ts'
export type { RecordedRequest, TokenRequest } from './state/recorded-request.ts'
export type { LimitSettings } from './state/request-limits.ts'
export type * from './state/sent-message.ts'

export interface MicrosoftEmulatorOptions {
  /** Port of Microsoft's routes over https; 0 (default) uses a free one. */
  port?: number
  /** Port of the control pages over http; 0 (default) uses a free one. */
  controlPort?: number
  /** What Microsoft knows at start; `exampleSeed()` by default. */
  seed?: Seed
  clock?: () => Date
  /** Where `ca.pem` is written; by default a temporary folder that `close` removes. */
  certificateFolder?: string
  /** How many of the newest sent messages and requests to keep; 10,000 each by default. */
  keepSentMail?: number
  keepRequests?: number
  /** Microsoft's limits by default; `Infinity` lifts one, e.g. for benchmarks. */
  limits?: Partial<LimitSettings>
  /** How long Graph works on each sendMail, in milliseconds; 0 by default. */
  sendMailTimeMs?: number
}

export interface MicrosoftEmulator {
  /** The origin of both login and Graph, `https://localhost:PORT`. */
  url: string
  /** The control pages and API over plain http, for browsers: `http://localhost:PORT/_emulator`. */
  controlUrl: string
  /** PEM of the authority to trust (one for all emulators of a process), and its path. */
  caCertificate: string
  caFile: string
  /** The current tenants, applications, mailboxes and policies; can be changed in place. */
  readonly directory: Seed
  /** What people do in Microsoft's portals: expire a secret, remove consent, … */
  control: EmulatorControl
  /** Accepted messages, oldest first. */
  sentMail(filter?: SentMailFilter): SentMessage[]
  nonDeliveryReports(): NonDeliveryReport[]
  /** All requests, oldest first, with their secrets and tokens. */
  requests(): RecordedRequest[]
  tokenRequests(): TokenRequest[]
  /** Adds a fault for the next matching request, or for the next `times`. */
  failNext(fault: Fault): void
  /** Adds a fault that lasts until `clearFaults` or `reset`. */
  failAlways(fault: Fault): void
  clearFaults(): void
  /** Closes the connections that have no request running. */
  closeIdleConnections(): void
  now(): Date
  /** Resets directory, clock, faults, limits, mail and requests to the seed. */
  reset(): void
  close(): Promise<void>
}

/** Starts a stand-in for login.microsoftonline.com and graph.microsoft.com on the loopback interface. */
export async function startMicrosoftEmulator(options: MicrosoftEmulatorOptions = {}): Promise<MicrosoftEmulator> {
  const state = new EmulatorState({
    seed: options.seed ?? exampleSeed(),
    clock: options.clock ?? (() => new Date()),
    keepSentMail: options.keepSentMail ?? 10_000,
    keepRequests: options.keepRequests ?? 10_000,
    limits: { ...microsoftLimits, ...options.limits },
  })
  const { caCertificate, key, certificate } = await getCertificates()
  const folder = options.certificateFolder ?? (await mkdtemp(join(tmpdir(), 'microsoft-emulator-')))
  await mkdir(folder, { recursive: true })
  const caFile = join(folder, 'ca.pem')
  await writeFile(caFile, caCertificate)

  let url = ''
  const control = getRequestListener(createControlApp(state).fetch, { overrideGlobalObjects: false })
  const microsoft = createMicrosoftListener(state, { origin: () => url, sendMailTimeMs: options.sendMailTimeMs ?? 0 })
  const httpsServer = createHttpsServer({ key, cert: certificate }, (incoming, outgoing) => {
    if (/^\/_emulator(?=[/?]|$)/.test(incoming.url ?? '')) void control(incoming, outgoing)
    else microsoft(incoming, outgoing)
  })
  const httpServer = createHttpServer((incoming, outgoing) => void control(incoming, outgoing))
  watchConnections(httpsServer)
  const opened = await openServer(httpsServer, options.port ?? 0)
  const openedControl = await openServer(httpServer, options.controlPort ?? 0)
  url = `https://localhost:${opened.port}`

  return {
    url,
    controlUrl: `http://localhost:${openedControl.port}/_emulator`,
    caCertificate,
    caFile,
    get directory() {
      return state.directory
    },
    control: createControl(state),
    sentMail: (filter) => listSentMail(state, filter),
    nonDeliveryReports: () => state.reports.list(),
    requests: () => state.requests.list(),
    tokenRequests: () => listTokenRequests(state),
    failNext: (fault) => state.addFault(fault, false),
    failAlways: (fault) => state.addFault(fault, true),
    clearFaults: () => state.faults.clear(),
    closeIdleConnections: () => httpsServer.closeIdleConnections(),
    now: () => state.now(),
    reset: () => state.reset(),
    close: async () => {
      await Promise.all([opened.close(), openedControl.close()])
      if (options.certificateFolder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}
