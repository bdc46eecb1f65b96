import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureManyBots, measureRareMail, measureStuckMailbox } from './send/daily-life.ts'
import { type Contestant, hasWrk } from './send/load.ts'
import { createDatabase } from './send/postgres.ts'
import { isPinned, rssMb, start, startUpstream, stop, stopAll, type Upstream } from './send/processes.ts'
import { addBots, startProduct } from './send/product.ts'
import { compareWithGoals, type Goal, measureRound, type Rounds, tabulate } from './send/throughput.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '10' },
    bots: { type: 'string', default: '200' },
    /** Names of cells, separated by commas. */
    only: { type: 'string' },
    contestants: { type: 'string', default: 'hono-fetch,hono-undici,graph-client,nodemailer-outlook' },
    /** Skips the measurements that take minutes: the stuck mailbox, the rare mail, 10,000 bots. */
    short: { type: 'boolean', default: false },
    /** Writes the figures into docs/performance.md. */
    write: { type: 'boolean', default: false },
    /** A folder for a CPU profile of this server. */
    profile: { type: 'string' },
    /** `postgres` also measures one and two servers on PostgreSQL, and compares with the server on SQLite. */
    database: { type: 'string', default: 'sqlite' },
    /** The share of a core that each server of this product gets, such as 0.3, so that the servers are the bottleneck. */
    share: { type: 'string' },
    entry: { type: 'string', default: 'apps/bff/dist/main.js' },
  },
})
const { entry, profile } = values

const share = values.share === undefined ? undefined : Number(values.share)
const seconds = Number(values.seconds)
const roundCount = Number(values.rounds)
const onPostgres = 'office365-email on PostgreSQL'
const twoOnPostgres = 'two servers on PostgreSQL'
const names =
  values.database === 'postgres'
    ? ['office365-email', onPostgres, twoOnPostgres]
    : [...values.contestants.split(','), 'office365-email']
const proxyNames = values.database === 'postgres' ? [] : names.filter((name) => name !== 'office365-email')
const goals: Goal[] = [
  { cell: '2k:32:0', name: onPostgres, reference: 'office365-email', share: 0.9 },
  { cell: '2k:32:0', name: twoOnPostgres, reference: onPostgres, share: 1.6 },
]
/** They pass on what they get. */
const proxies = ['hono-fetch', 'hono-undici']

async function startAll(upstream: Upstream, round: number) {
  const contestants: Contestant[] = []
  for (const name of proxyNames) {
    const args = ['bench/send/contestant.ts', name, upstream.url]
    const started = await start(args, { environment: upstream.trust })
    contestants.push({ name, isProxy: proxies.includes(name), ...started })
  }
  const nodeOptions = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
  const server = await startProduct(upstream, { name: `round-${round}`, entry, nodeOptions, share })
  const idleMb = await rssMb(server)
  const { key, botIds } = await addBots(server, Number(values.bots))
  const own: Contestant = { name: 'office365-email', ...server, authorization: `Bearer ${key}`, isProxy: false }
  if (values.database === 'postgres') contestants.push(...(await startOnPostgres(upstream, round)))
  return { contestants: [...contestants, own], own, botIds, idleMb }
}

/** The second server has the core that the load, the upstream and perhaps the database use. */
async function startOnPostgres(upstream: Upstream, round: number): Promise<Contestant[]> {
  const name = `bench_${process.pid}_${round}`
  const options = { name, entry, share, databaseUrl: await createDatabase(name) }
  const server = await startProduct(upstream, options)
  const { key } = await addBots(server, Number(values.bots))
  const one = { name: onPostgres, ...server, authorization: `Bearer ${key}`, isProxy: false }
  return [one, { ...one, name: twoOnPostgres, second: await startProduct(upstream, { ...options, core: 'others' }) }]
}

async function run(): Promise<string> {
  const upstream = await startUpstream()
  const rounds: Rounds = new Map()
  const options = { seconds, warmUpSeconds: Number(values['warm-up']), only: values.only?.split(',') }
  let last = await startAll(upstream, 0)
  for (let round = 0; round < roundCount; round += 1) {
    if (round > 0) {
      await Promise.all(last.contestants.flatMap((one) => (one.second ? [one.second] : [one])).map(stop))
      last = await startAll(upstream, round)
    }
    await measureRound(upstream, last.contestants, { ...options, botIds: last.botIds }, rounds)
  }
  const { contestants, own, botIds, idleMb } = last
  const system = execFileSync('uname', ['-sr']).toString().trim()
  const startTimes = contestants.map(({ name, startMs }) => `${name} ${Math.round(startMs)} ms`)
  const lines = [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}${isPinned ? ', one of them only for the server' : ''}, ${system}; load by ${hasWrk ? 'wrk' : 'autocannon, which takes as much time as some of the servers, so the figures are lower bounds'}; ${seconds} s per cell after a warm-up of ${values['warm-up']} s, median of ${roundCount} rounds, each with new processes, ${values.bots} bots.`,
    '',
    ...tabulate(rounds, names),
    '',
    ...(values.database === 'postgres' ? compareWithGoals(rounds, goals) : []),
    `- Start to listening: ${startTimes.join(', ')}. Idle: ${Math.round(idleMb)} MB.`,
  ]
  if (values.short) return lines.join('\n')
  for (const measureOne of [
    () => measureStuckMailbox(upstream, own, botIds),
    () => measureRareMail(upstream, own, botIds),
    () => measureManyBots(upstream, entry),
  ]) {
    const line = `- ${await measureOne()}`
    process.stderr.write(`${line}\n`)
    lines.push(line)
  }
  return lines.join('\n')
}

const page = join(import.meta.dirname, '../docs/performance.md')
const place = /<!-- measured -->[\s\S]*<!-- end -->/

try {
  const figures = await run()
  process.stdout.write(`${figures}\n`)
  if (values.write) {
    const text = await readFile(page, 'utf8')
    await writeFile(page, text.replace(place, `<!-- measured -->\n${figures}\n<!-- end -->`))
  }
} finally {
  await stopAll()
}
process.exit()
