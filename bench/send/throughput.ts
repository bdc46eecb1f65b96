import { setTimeout as wait } from 'node:timers/promises'
import { type Contestant, measure, type Result, send } from './load.ts'
import type { Upstream } from './processes.ts'

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

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
const medianOf = (results: Result[]): Result => ({
  perSecond: median(results.map(({ perSecond }) => perSecond)),
  p50: median(results.map(({ p50 }) => p50)),
  p99: median(results.map(({ p99 }) => p99)),
  cpuPerThousand: median(results.map(({ cpuPerThousand }) => cpuPerThousand)),
  rssMb: median(results.map((one) => one.rssMb)),
  errors: results.reduce((sum, { errors }) => sum + errors, 0),
})

interface Options {
  botIds: string[]
  seconds: number
  rounds: number
  warmUpSeconds: number
  /** Names of cells; undefined means all. */
  only: string[] | undefined
}

/** Measures every cell in rounds, one contestant at a time. Returns a table relative to the first contestant. */
export async function compareThroughput(
  upstream: Upstream,
  contestants: Contestant[],
  { botIds, seconds, rounds, warmUpSeconds, only }: Options,
): Promise<string[]> {
  const [reference] = contestants
  const lines = [
    `| cell | contestant | mails/s | of ${reference?.name} | p50 ms | p99 ms | CPU s per 1,000 | of ${reference?.name} | MB | errors |`,
    '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|',
  ]
  for (const { name: cell, bytes, connections, delayMs } of cells.filter(({ name }) => only?.includes(name) ?? true)) {
    await fetch(`${upstream.url}/bench?delayMs=${delayMs}`)
    const load = { botIds, bytes, connections }
    for (const contestant of contestants) await send(contestant, { ...load, until: { seconds: warmUpSeconds } })
    const results = new Map<string, Result[]>(contestants.map(({ name }) => [name, []]))
    for (let round = 0; round < rounds; round += 1)
      for (const contestant of contestants) {
        results.get(contestant.name)?.push(await measure(contestant, { ...load, until: { seconds } }))
        await wait(100)
      }
    const { perSecond, cpuPerThousand } = medianOf(results.get(reference?.name ?? '') ?? [])
    for (const { name } of contestants) {
      const result = medianOf(results.get(name) ?? [])
      const line = `| ${cell} | ${name} | ${result.perSecond.toFixed(0)} | ${(result.perSecond / perSecond).toFixed(2)} | ${result.p50} | ${result.p99} | ${result.cpuPerThousand.toFixed(3)} | ${(result.cpuPerThousand / cpuPerThousand).toFixed(2)} | ${result.rssMb.toFixed(0)} | ${result.errors} |`
      process.stderr.write(`${line}\n`)
      lines.push(line)
    }
  }
  return lines
}
