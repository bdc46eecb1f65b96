import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { setDefaultCACertificates } from 'node:tls'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { generate } from 'selfsigned'
import { Agent, setGlobalDispatcher } from 'undici'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '2' },
    bots: { type: 'string', default: '200' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    profile: { type: 'string' },
    warmup: { type: 'string', default: '5' },
    contestants: { type: 'string' },
    entry: { type: 'string', default: 'apps/bff/src/main.ts' },
  },
})
const seconds = Number(values.seconds)
const rounds = Number(values.rounds)
const warmUpSeconds = Number(values.warmup)
const botCount = Number(values.bots)
const root = join(import.meta.dirname, '..')

interface Contestant {
  name: string
  child: ChildProcess
  port: number
  headers: Record<string, string>
  startMs: number
}

interface Cell {
  name: string
  bytes: number
  connections: number
  delayMs: number
}

const cells: Cell[] = [
  { name: '2k:1:0', bytes: 2_000, connections: 1, delayMs: 0 },
  { name: '2k:4:0', bytes: 2_000, connections: 4, delayMs: 0 },
  { name: '2k:32:0', bytes: 2_000, connections: 32, delayMs: 0 },
  { name: '2k:128:0', bytes: 2_000, connections: 128, delayMs: 0 },
  { name: '2k:4:150', bytes: 2_000, connections: 4, delayMs: 150 },
  { name: '2k:128:150', bytes: 2_000, connections: 128, delayMs: 150 },
  { name: '1m:4:0', bytes: 1_000_000, connections: 4, delayMs: 0 },
  { name: '1m:32:0', bytes: 1_000_000, connections: 32, delayMs: 0 },
]

interface Result {
  perSecond: number
  p50: number
  p99: number
  cpuPerThousand: number
  rssMb: number
  errors: number
}

const folder = await mkdtemp(join(tmpdir(), 'bench-send-'))
const children: ChildProcess[] = []

async function createCertificate(): Promise<{ key: string; certificate: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
  })
  const paths = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') }
  await writeFile(paths.key, made.private)
  await writeFile(paths.certificate, made.cert)
  setDefaultCACertificates([made.cert])
  setGlobalDispatcher(new Agent({ connect: { ca: made.cert } }))
  return paths
}

/** Whoever is measured has one core to itself: load and upstream share another, or they would take the time of each other. */
const cores = { measured: '0', others: '1' }
const canPin = cpus().length > 1 && existsSync('/usr/bin/taskset')
const pinned = (core: string, command: string[]): [string, string[]] => {
  const [program = '', ...args] = canPin ? ['/usr/bin/taskset', '-c', core, ...command] : command
  return [program, args]
}
if (canPin) execFileSync('/usr/bin/taskset', ['-a', '-c', '-p', cores.others, String(process.pid)])

async function start(
  args: string[],
  environment: Record<string, string> = {},
  core = cores.measured,
): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(...pinned(core, [process.execPath, ...args]), {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const found = /"port":(\d+)/.exec(line)
    if (found) {
      child.stdout?.resume()
      return { child, port: Number(found[1]) }
    }
  }
  throw new Error(`${args.join(' ')} ended`)
}

const publicUrl = 'http://localhost'
const userOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`

async function setUp(port: number): Promise<{ key: string; botIds: string[] }> {
  const origin = `http://localhost:${port}`
  const api = async (method: string, path: string, body: unknown, headers: Record<string, string>) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const signedIn = await api(
    'POST',
    '/session',
    { email: 'bench@example.com', password: 'bench-password-1' },
    { origin: publicUrl },
  )
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const scopes = ['messages:send', 'messages:read', 'configuration:write', 'bots:write']
  const created = await api(
    'POST',
    '/service-keys',
    { name: 'bench', scopes, botIds: 'all' },
    { origin: publicUrl, cookie },
  )
  const { key }: { key: string } = JSON.parse(await created.text())
  const bearer = { authorization: `Bearer ${key}` }
  const botIds = Array.from({ length: botCount }, (_, index) => `bench-${index}`)
  for (const [index, botId] of botIds.entries()) {
    await api('PUT', `/bots/${botId}`, { name: botId }, bearer)
    const configuration = {
      userEmail: `${botId}@contoso.example`,
      clientId: 'c0470505-0000-4000-8000-00000000a001',
      tenantId: 'c0470505-0000-4000-8000-00000000c001',
      userId: userOf(index),
      clientSecret: 'bench~secret.value_0000000000000000000001',
    }
    await api('PUT', `/bots/${botId}/office365`, configuration, bearer)
  }
  return { key, botIds }
}

const cpuSeconds = async ({ pid }: ChildProcess) => {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
const rssMb = async ({ pid }: ChildProcess) =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024

const bodyOf = (bytes: number): string =>
  JSON.stringify({
    to: ['ada@example.com', 'grace@example.com'],
    subject: 'Your order 4711 is on its way',
    text: 'x'.repeat(Math.min(bytes, 2_000)),
    ...(bytes > 2_000 && {
      attachments: [
        { filename: 'a.pdf', contentType: 'application/pdf', content: Buffer.alloc(bytes, 7).toString('base64') },
      ],
    }),
  })

async function load({ port, headers }: Contestant, { bytes, connections }: Cell, duration: number, botIds: string[]) {
  const body = bodyOf(bytes)
  const requests = botIds.map((botId) => ({
    method: 'POST' as const,
    path: `/api/v1/bots/${botId}/messages`,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  }))
  // Each connection begins elsewhere: in step they would all wait in the lane of one mailbox after the other.
  const setupClient = (client: autocannon.Client) => {
    const first = Math.floor(Math.random() * requests.length)
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
  }
  const url = `http://127.0.0.1:${port}`
  return await autocannon({ url, connections, duration, requests, setupClient, timeout: 30 })
}

async function measure(contestant: Contestant, cell: Cell, paths: string[]): Promise<Result> {
  await load(contestant, cell, warmUpSeconds, paths)
  const cpuBefore = await cpuSeconds(contestant.child)
  const result = await load(contestant, cell, seconds, paths)
  const cpu = (await cpuSeconds(contestant.child)) - cpuBefore
  const answered = result['2xx']
  return {
    perSecond: answered / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuPerThousand: (cpu / Math.max(answered, 1)) * 1_000,
    rssMb: await rssMb(contestant.child),
    errors: result.non2xx + result.errors + result.timeouts,
  }
}

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const medianOf = (results: Result[]): Result => ({
  perSecond: median(results.map(({ perSecond }) => perSecond)),
  p50: median(results.map(({ p50 }) => p50)),
  p99: median(results.map(({ p99 }) => p99)),
  cpuPerThousand: median(results.map(({ cpuPerThousand }) => cpuPerThousand)),
  rssMb: median(results.map((one) => one.rssMb)),
  errors: results.reduce((sum, { errors }) => sum + errors, 0),
})

async function main(): Promise<string> {
  const paths = await createCertificate()
  const upstream = await start(
    ['bench/send/upstream.ts', '--key', paths.key, '--certificate', paths.certificate],
    {},
    cores.others,
  )
  const upstreamUrl = `https://localhost:${upstream.port}`
  const trust = { NODE_EXTRA_CA_CERTS: paths.certificate }
  const contestants: Contestant[] = []
  for (const name of (values.contestants ?? 'hono-fetch,hono-undici,graph-client').split(',')) {
    const startedAt = performance.now()
    const started = await start(['bench/send/contestant.ts', name, upstreamUrl], trust)
    contestants.push({ name, ...started, headers: {}, startMs: performance.now() - startedAt })
  }
  const startedAt = performance.now()
  const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : []
  const own = await start([...profile, values.entry], {
    ...trust,
    PORT: '0',
    PUBLIC_URL: publicUrl,
    DATABASE_URL: `file:${join(folder, 'bench.db')}`,
    ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
    ADMIN_EMAIL: 'bench@example.com',
    ADMIN_PASSWORD: 'bench-password-1',
    MICROSOFT_LOGIN_URL: upstreamUrl,
    MICROSOFT_GRAPH_URL: upstreamUrl,
  })
  const startMs = performance.now() - startedAt
  const idleMb = await rssMb(own.child)
  const { key, botIds } = await setUp(own.port)
  contestants.push({ name: 'office365-email', ...own, headers: { authorization: `Bearer ${key}` }, startMs })

  const lines = [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, ${execFileSync('uname', ['-sr']).toString().trim()}; ${seconds} s a cell, median of ${rounds} rounds, ${botCount} bots.`,
    `Start to listening: ${Math.round(startMs)} ms; idle: ${Math.round(idleMb)} MB.`,
    '',
    '| cell | contestant | mails/s | of hono-fetch | p50 ms | p99 ms | CPU s per 1,000 | of hono-fetch | MB | errors |',
    '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|',
  ]
  for (const cell of cells.filter(({ name }) => !values.only || values.only.split(',').includes(name))) {
    await fetch(`${upstreamUrl}/bench?delayMs=${cell.delayMs}`)
    const results = new Map<string, Result[]>(contestants.map(({ name }) => [name, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const contestant of contestants) {
        results.get(contestant.name)?.push(await measure(contestant, cell, botIds))
        await wait(100)
      }
    const reference = medianOf(results.get('hono-fetch') ?? [])
    for (const { name } of contestants) {
      const result = medianOf(results.get(name) ?? [])
      const line = `| ${cell.name} | ${name} | ${result.perSecond.toFixed(0)} | ${(result.perSecond / reference.perSecond).toFixed(2)} | ${result.p50} | ${result.p99} | ${result.cpuPerThousand.toFixed(3)} | ${(result.cpuPerThousand / reference.cpuPerThousand).toFixed(2)} | ${result.rssMb.toFixed(0)} | ${result.errors} |`
      process.stderr.write(`${line}\n`)
      lines.push(line)
    }
  }
  return lines.join('\n')
}

try {
  const table = await main()
  process.stdout.write(`${table}\n`)
  if (values.write) {
    const file = join(root, 'docs/performance.md')
    const text = await readFile(file, 'utf8')
    await writeFile(
      file,
      text.replace(/<!-- measured -->[\s\S]*<!-- end -->/, `<!-- measured -->\n${table}\n<!-- end -->`),
    )
  }
} finally {
  for (const child of children) child.kill('SIGTERM')
  await wait(500)
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
}
process.exit()
