import { parseArgs } from 'node:util'
import { holdOut } from './diagnosis/hold-out.ts'
import { countConfusions, isConfidentlyWrong, type Judged, judgeAll, type Measure, share } from './diagnosis/measure.ts'
import { mutateAll } from './diagnosis/mutate.ts'
import { corpora, readCorpus } from './diagnosis/read-corpus.ts'

/**
 * `pnpm bench:diagnosis [--corpus FILE]… [--misses]`: FILE has one labeled failure in JSON per line. `--misses` names every
 * wrong verdict and every violation.
 */
const { values } = parseArgs({
  options: { corpus: { type: 'string', multiple: true, default: [...corpora] }, misses: { type: 'boolean' } },
})

const columns: readonly Measure[] = ['first', 'three', 'field', 'retryable', 'owner']
const targets: readonly [string, (one: Judged) => boolean, Measure, number][] = [
  ['genuine, first right', ({ isTrap }) => !isTrap, 'first', 0.97],
  ['genuine, in three', ({ isTrap }) => !isTrap, 'three', 0.99],
  ['traps, first right', ({ isTrap }) => isTrap, 'first', 0.97],
]

const print = (line = '') => process.stdout.write(`${line}\n`)
const percent = (part: number | null) => (part === null ? '–' : `${(part * 100).toFixed(1)} %`).padStart(10)
const count = (number: number) => String(number).padStart(10)
const list = (ids: readonly string[]) => (values.misses === true ? `\n        ${ids.join('\n        ')}` : '')

function printTable(title: string, judged: readonly Judged[]): void {
  print(`\n${title.padEnd(36)}${['count', ...columns, 'confident'].map((name) => name.padStart(10)).join('')}`)
  const print1 = (name: string, members: readonly Judged[]) => {
    if (members.length === 0) return
    const shares = columns.map((measure) => percent(share(members, measure)))
    print(
      `${name.padEnd(36)}${count(members.length)}${shares.join('')}${count(members.filter(isConfidentlyWrong).length)}`,
    )
  }
  for (const [kind, isTrap] of [
    ['genuine', false],
    ['traps', true],
  ] as const) {
    const members = judged.filter((one) => one.isTrap === isTrap)
    const files = Map.groupBy(members, ({ file }) => file)
    for (const [file, inFile] of files) print1(`${kind}, ${file}`, inFile)
    if (files.size > 1) print1(`${kind}, together`, members)
  }
}

const records = readCorpus(values.corpus)
const judged = judgeAll(records)
print('"confident" counts wrong verdicts that tell a person to change something.')
printTable('All rules', judged)

print('\nConfusions, expected → got')
for (const [confusion, ids] of countConfusions(judged))
  print(`${String(ids.length).padStart(4)}  ${confusion}${list(ids)}`)

printTable('A fifth held out, without its signs', holdOut(records, 'signs'))
printTable('A fifth held out, without its phrases', holdOut(records, 'phrases'))

const mutated = mutateAll(records)
print(
  `\n${'Mutations'.padEnd(36)}${['count', 'same', 'silent', 'violation'].map((name) => name.padStart(10)).join('')}`,
)
for (const [mutation, members] of [
  ...Map.groupBy(mutated, ({ mutation }) => mutation),
  ['together', mutated] as const,
]) {
  const of = (result: string) => members.filter((one) => one.result === result).length / members.length
  print(
    `${mutation.padEnd(36)}${count(members.length)}${percent(of('same'))}${percent(of('silent'))}${percent(of('violation'))}`,
  )
}
const violations = mutated.filter(({ result }) => result === 'violation')
const kinds = [...Map.groupBy(violations, ({ before, after }) => `${before} → ${after}`)]
print(`\nViolations, before → after (${violations.length})`)
for (const [kind, members] of kinds.toSorted(([, a], [, b]) => b.length - a.length))
  print(
    `${String(members.length).padStart(4)}  ${kind}${list(members.map(({ id, mutation }) => `${id}: ${mutation}`))}`,
  )

print(`\n${'Targets'.padEnd(36)}${'share'.padStart(10)}${'target'.padStart(10)}`)
for (const [name, isMember, measure, target] of targets) {
  const reached = share(judged.filter(isMember), measure)
  print(
    `${name.padEnd(36)}${percent(reached)}${percent(target)}${reached !== null && reached < target ? '  missed' : ''}`,
  )
}
