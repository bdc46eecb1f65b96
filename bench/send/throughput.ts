import { setTimeout as wait } from 'node:timers/promises'
import { median } from '../median.ts'
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

/** The results of one round, by contestant. */
type Round = Map<string, Result>

interface Options {
  botIds: string[]
  seconds: number
  warmUpSeconds: number
  /** Names of cells; undefined means all. */
  only: string[] | undefined
}

export type Rounds = Map<string, Round[]>

/** Measures every cell with one contestant after the other. The next round begins with another one. */
export async function measureRound(
  upstream: Upstream,
  contestants: Contestant[],
  { botIds, seconds, warmUpSeconds, only }: Options,
  rounds: Rounds,
): Promise<void> {
  for (const { name: cell, bytes, connections, delayMs } of cells.filter(({ name }) => only?.includes(name) ?? true)) {
    await fetch(`${upstream.url}/bench?delayMs=${delayMs}`)
    const load = { botIds, bytes, connections }
    const round: Round = new Map()
    const before = rounds.get(cell) ?? []
    const first = before.length % contestants.length
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      await send(contestant, { ...load, until: { seconds: warmUpSeconds } })
      const result = await measure(contestant, { ...load, until: { seconds } })
      round.set(contestant.name, result)
      process.stderr.write(`${cell} ${contestant.name}: ${result.perSecond.toFixed(0)} mails/s\n`)
      await wait(100)
    }
    rounds.set(cell, [...before, round])
  }
}

/** One line for each contestant in each cell. A ratio is the median of the ratios to the reference in the same round. */
export function tabulate(rounds: Rounds, names: string[]): string[] {
  const [reference = ''] = names
  const lines = [
    `| cell | contestant | mails/s | of ${reference} | p50 ms | p99 ms | CPU s per 1,000 | of ${reference} | MB | errors |`,
    '|---|---|--:|--:|--:|--:|--:|--:|--:|--:|',
  ]
  for (const [cell, all] of rounds)
    for (const name of names) {
      const of = (read: (result: Result) => number) => median(all.map((round) => read(round.get(name) as Result)))
      const ratio = (read: (result: Result) => number) =>
        median(all.map((round) => read(round.get(name) as Result) / read(round.get(reference) as Result))).toFixed(2)
      const perSecond = ({ perSecond: value }: Result) => value
      const cpu = ({ cpuPerThousand }: Result) => cpuPerThousand
      const errors = all.reduce((sum, round) => sum + (round.get(name)?.errors ?? 0), 0)
      lines.push(
        `| ${cell} | ${name} | ${of(perSecond).toFixed(0)} | ${ratio(perSecond)} | ${of(({ p50 }) => p50).toFixed(1)} | ${of(({ p99 }) => p99).toFixed(1)} | ${of(cpu).toFixed(3)} | ${ratio(cpu)} | ${of((one) => one.rssMb).toFixed(0)} | ${errors} |`,
      )
    }
  return lines
}

/** The share of the reference's mails per second that a contestant should reach in a cell. */
export interface Goal {
  cell: string
  name: string
  reference: string
  share: number
}

/** With fewer rounds, the spread is not known. */
const fewestRounds = 3

/** One line for each goal in a measured cell. A goal that only some rounds reach is neither met nor missed. */
export function compareWithGoals(rounds: Rounds, goals: readonly Goal[]): string[] {
  return goals.flatMap(({ cell, name, reference, share }) => {
    const all = rounds.get(cell)
    if (!all) return []
    const perSecond = (round: Round, contestant: string) => round.get(contestant)?.perSecond ?? Number.NaN
    const shares = all.map((round) => perSecond(round, name) / perSecond(round, reference))
    const reached = shares.filter((one) => one >= share).length
    const isCertain = shares.length >= fewestRounds && (reached === 0 || reached === shares.length)
    const verdict = isCertain ? (reached > 0 ? 'met' : '**missed**') : '**uncertain**'
    const spread = `${Math.min(...shares).toFixed(2)} to ${Math.max(...shares).toFixed(2)}`
    return `- ${cell}, ${name}: ${median(shares).toFixed(2)} of ${reference} (${spread}); goal ${share}, ${verdict}: reached in ${reached} of ${shares.length} rounds.`
  })
}
