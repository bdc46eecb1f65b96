import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import autocannon from 'autocannon'
import { makeMessage, toGraph } from './message.ts'
import { cpuSeconds, folder, rssMb, type Server } from './processes.ts'

export interface Contestant extends Server {
  name: string
  /** The value of the header. */
  authorization?: string
  /** Whether it passes on what it gets, so that it gets the body for Graph. */
  isProxy: boolean
  /** A second server with the same data, which gets half of the connections. */
  second?: Server
}

interface Sent {
  accepted: number
  seconds: number
  /** Milliseconds. */
  p50: number
  p99: number
  errors: number
}

export interface Result extends Pick<Sent, 'p50' | 'p99' | 'errors'> {
  perSecond: number
  /** Seconds of processor time for 1,000 mails. */
  cpuPerThousand: number
  rssMb: number
}

interface Load {
  botIds: string[]
  bytes: number
  connections: number
  /** Duration, or number of mails. */
  until: { seconds: number } | { mails: number }
}

const wrk = '/usr/bin/wrk'
export const hasWrk = existsSync(wrk)
const run = promisify(execFile)

async function sendWithWrk(port: number, load: Load, seconds: number, body: string, authorization: string | undefined) {
  const file = join(folder, 'body.json')
  await writeFile(file, body)
  const script = join(import.meta.dirname, 'wrk.lua')
  const args = ['-t1', `-c${load.connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script]
  const env = {
    BENCH_BODY: file,
    BENCH_BOTS: load.botIds.join(' '),
    ...(authorization !== undefined && { BENCH_AUTHORIZATION: authorization }),
  }
  const { stdout } = await run(wrk, [...args, `http://127.0.0.1:${port}`], { env })
  const line = stdout.split('\n').find((text) => text.startsWith('{')) ?? '{}'
  const summary: Record<'requests' | 'microseconds' | 'p50' | 'p99' | 'wrong' | 'failed', number> = JSON.parse(line)
  return {
    accepted: summary.requests - summary.wrong,
    seconds: summary.microseconds / 1e6,
    p50: summary.p50 / 1_000,
    p99: summary.p99 / 1_000,
    errors: summary.wrong + summary.failed,
  }
}

async function sendWithAutocannon(port: number, load: Load, body: string, authorization: string | undefined) {
  const { botIds, connections, until } = load
  const requests = botIds.map((botId) => ({
    method: 'POST' as const,
    path: `/api/v1/bots/${botId}/messages`,
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body,
  }))
  // Each connection starts with another bot. Otherwise all would wait in the same mailbox's lane at the same time.
  let started = 0
  const setupClient = (client: autocannon.Client) => {
    const first = Math.floor((started / connections) * requests.length)
    started += 1
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
  }
  const length = 'seconds' in until ? { duration: until.seconds } : { amount: until.mails }
  const options = { url: `http://127.0.0.1:${port}`, connections, ...length, requests, setupClient, timeout: 30 }
  const result = await autocannon(options)
  return {
    accepted: result['2xx'],
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.non2xx + result.errors + result.timeouts,
  }
}

async function sendTo(port: number, { authorization, isProxy }: Contestant, load: Load): Promise<Sent> {
  const message = makeMessage(load.bytes)
  const body = JSON.stringify(isProxy ? toGraph(message) : message)
  return hasWrk && 'seconds' in load.until
    ? await sendWithWrk(port, load, load.until.seconds, body, authorization)
    : await sendWithAutocannon(port, load, body, authorization)
}

export async function send(contestant: Contestant, load: Load): Promise<Sent> {
  const { port, second } = contestant
  if (!second) return await sendTo(port, contestant, load)
  const half = { ...load, connections: load.connections / 2 }
  const [one, other] = await Promise.all([sendTo(port, contestant, half), sendTo(second.port, contestant, half)])
  const worse = (read: (sent: Sent) => number) => Math.max(read(one), read(other))
  return {
    accepted: one.accepted + other.accepted,
    seconds: worse(({ seconds }) => seconds),
    p50: worse(({ p50 }) => p50),
    p99: worse(({ p99 }) => p99),
    errors: one.errors + other.errors,
  }
}

/** Sends the load and measures the contestant's processor time. */
export async function measure(contestant: Contestant, load: Load): Promise<Result> {
  const servers = contestant.second ? [contestant, contestant.second] : [contestant]
  const sumOf = async (read: (server: Server) => Promise<number>) =>
    (await Promise.all(servers.map(read))).reduce((sum, value) => sum + value)
  const cpuBefore = await sumOf(cpuSeconds)
  const { accepted, seconds, ...rest } = await send(contestant, load)
  const cpu = (await sumOf(cpuSeconds)) - cpuBefore
  return {
    ...rest,
    perSecond: accepted / seconds,
    cpuPerThousand: (cpu / Math.max(accepted, 1)) * 1_000,
    rssMb: await sumOf(rssMb),
  }
}
