import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { findFirefox } from '../e2e/find-firefox.ts'

/** `--long`: the full figures of the tests that kill, fuzz and repeat. */
if (process.argv.includes('--long')) process.env['TEST_LONG'] = '1'

interface Step {
  name: string
  command: string[]
  /** Where a step counts its own tests, what it printed gives the figures; any other step is one check. */
  count?: (output: string) => { passed: number; failed: number } | null
  /** Why it cannot run on this machine; null if it can. */
  missing?: () => string | null
}

const number = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0)

const plain = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')

const countPlaywright = (output: string) =>
  /\d+ (passed|failed)/.test(output)
    ? {
        passed: number(output, /^\s*(\d+) passed/m) + number(output, /^\s*(\d+) flaky/m),
        failed: number(output, /^\s*(\d+) failed/m),
      }
    : null

const steps: Step[] = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'format and lint', command: ['biome', 'check'] },
  { name: 'lint with types', command: ['oxlint', '--type-aware', '--quiet'] },
  { name: 'boundaries', command: ['node', '.ci/boundaries.ts'] },
  { name: 'secret scan', command: ['pnpm', 'run', 'secret-scan'] },
  { name: 'diagnosis targets', command: ['node', 'bench/diagnosis.ts'] },
  { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
  {
    name: 'unit and integration tests',
    // On two cores Vitest would take one file at a time, and most of them wait for processes and timers.
    command: ['vitest', 'run', '--coverage', `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`],
    count: (output) => {
      const line = /^\s*Tests\s.*$/m.exec(output)?.[0]
      return line ? { passed: number(line, /(\d+) passed/), failed: number(line, /(\d+) failed/) } : null
    },
  },
  {
    name: 'browser tests',
    command: ['playwright', 'test', '-c', 'e2e'],
    count: countPlaywright,
  },
  {
    name: 'Firefox tests',
    command: ['playwright', 'test', '-c', 'e2e/firefox'],
    count: countPlaywright,
    missing: () => (findFirefox() === null ? 'no Firefox is installed, and E2E_FIREFOX names none' : null),
  },
]

/** Shows what the command prints while it runs, and keeps it. */
async function run([program = '', ...argumentList]: string[]): Promise<{ isRight: boolean; output: string }> {
  let output = ''
  const child = spawn(program, argumentList, {
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  })
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
    process.stdout.write(chunk)
  })
  const [exitCode] = await once(child, 'close')
  return { isRight: exitCode === 0, output }
}

let passed = 0
let failed = 0
const notRun: string[] = []
for (const { name, command, count, missing } of steps) {
  const reason = missing?.() ?? null
  if (reason !== null) {
    notRun.push(`The ${name} were not run: ${reason}.`)
    continue
  }
  const startedAt = performance.now()
  process.stdout.write(`\n▶ ${name}: ${command.join(' ')}\n`)
  const { isRight, output } = await run(command)
  const counted = count?.(plain(output)) ?? { passed: isRight ? 1 : 0, failed: isRight ? 0 : 1 }
  passed += counted.passed
  // A run that fails without a failed test, at its set-up for one, is a failure all the same.
  failed += isRight ? counted.failed : Math.max(counted.failed, 1)
  process.stdout.write(`${isRight ? '✔' : '✘'} ${name}, ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
}

for (const line of notRun) process.stdout.write(`\n⚠ ${line}\n`)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
