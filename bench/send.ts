import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureManyBots, measureRareMail, measureStuckMailbox } from './send/daily-life.ts'
import type { Contestant } from './send/load.ts'
import { isPinned, rssMb, start, startUpstream, stopAll } from './send/processes.ts'
import { addBots, startProduct } from './send/product.ts'
import { compareThroughput } from './send/throughput.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    'warm-up': { type: 'string', default: '10' },
    bots: { type: 'string', default: '200' },
    /** Names of cells, separated by commas. */
    only: { type: 'string' },
    contestants: { type: 'string', default: 'hono-fetch,hono-undici,graph-client' },
    /** Skips the measurements that take minutes: the stuck mailbox, the rare mail, 10,000 bots. */
    short: { type: 'boolean', default: false },
    /** Writes the figures into docs/performance.md. */
    write: { type: 'boolean', default: false },
    /** A folder for a CPU profile of this server. */
    profile: { type: 'string' },
    entry: { type: 'string', default: 'apps/bff/dist/main.js' },
  },
})
const { entry, profile } = values

async function run(): Promise<string> {
  const upstream = await startUpstream()
  const contestants: Contestant[] = []
  for (const name of values.contestants.split(','))
    contestants.push({
      name,
      headers: {},
      ...(await start(['bench/send/contestant.ts', name, upstream.url], { environment: upstream.trust })),
    })
  const server = await startProduct(upstream, {
    name: 'bench',
    entry,
    nodeOptions: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  })
  const idleMb = await rssMb(server)
  const { key, botIds } = await addBots(server, Number(values.bots))
  const own = { name: 'office365-email', ...server, headers: { authorization: `Bearer ${key}` } }

  const table = await compareThroughput(upstream, [...contestants, own], {
    botIds,
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    warmUpSeconds: Number(values['warm-up']),
    only: values.only?.split(','),
  })
  const system = execFileSync('uname', ['-sr']).toString().trim()
  const startTimes = [...contestants, own].map(({ name, startMs }) => `${name} ${Math.round(startMs)} ms`)
  const lines = [
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}${isPinned ? ', one of them only for the server' : ''}, ${system}; ${values.seconds} s per cell after a warm-up of ${values['warm-up']} s, median of ${values.rounds} rounds, ${values.bots} bots.`,
    '',
    ...table,
    '',
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
