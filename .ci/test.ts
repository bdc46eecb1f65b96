import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { describePostgres } from '../apps/bff/src/testing/find-postgres.ts'
import { nginx } from '../apps/bff/src/testing/start-nginx.ts'
import { pgBouncer } from '../apps/bff/src/testing/start-pgbouncer.ts'
import { findFirefox } from '../e2e/find-firefox.ts'

/** `--long` runs the crash, fuzz and repetition tests at full length. */
const isLong = process.argv.includes('--long')
if (isLong) process.env['TEST_LONG'] = '1'

interface Step {
  name: string
  command: string[]
  /** Reads the number of tests from the output. A step without it counts as one check. */
  count?: (output: string) => { passed: number; failed: number } | null
  /** Returns why the step cannot run on this machine; null if it can. */
  missing?: () => string | null
}

const number = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0)

const plain = (text: string): string => text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '')

const countVitest = (output: string) => {
  const line = /^\s*Tests\s.*$/m.exec(output)?.[0]
  return line ? { passed: number(line, /(\d+) passed/), failed: number(line, /(\d+) failed/) } : null
}

// On two cores, Vitest would run one file at a time, although many files wait for processes and timers.
const maxWorkers = `--maxWorkers=${Math.max(3, availableParallelism() - 1)}`

/** Where the engines differ most: durability, concurrency, and what expires. With `--long`, all tests run. */
const alsoOnPostgres = [
  'mail/alerts/secret-expiry',
  'mail/configuration/office365-configuration',
  'mail/sending/crash',
  'mail/sending/idempotency',
  'mail/sending/queue-limits',
  'mail/sending/queue-worker',
  'mail/sending/send-message',
  'mail/sending/sending',
  'shell/bots',
  'shell/people',
  'shell/service-keys',
  'shell/sessions/sessions',
].map((name) => `apps/bff/src/${name}`)

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
  { name: 'spelling', command: ['pnpm', 'run', 'spelling'] },
  { name: 'secret scan', command: ['pnpm', 'run', 'secret-scan'] },
  { name: 'build', command: ['vite', 'build', '--logLevel', 'warn'] },
  {
    name: 'unit and integration tests',
    command: ['vitest', 'run', '--project', '!several-servers', maxWorkers],
    count: countVitest,
  },
  {
    name: 'tests of several servers',
    command: ['vitest', 'run', '--project', 'several-servers', '--maxWorkers=1', '--fileParallelism=false'],
    count: countVitest,
  },
  {
    name: 'tests of the server on PostgreSQL',
    command: ['node', '.ci/test-on-postgres.ts', maxWorkers, ...(isLong ? [] : alsoOnPostgres)],
    count: countVitest,
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

/** Runs a command. Prints its output and returns it. */
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

function findPostgres(): string {
  try {
    return describePostgres()
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}

const postgres = findPostgres()
process.stdout.write(`The tests use ${postgres}\n`)

let passed = 0
let failed = 0
const notRun = Object.entries({ PgBouncer: pgBouncer, nginx }).flatMap(([name, found]) =>
  found === null ? [`The tests with ${name} were not run: it is not installed.`] : [],
)
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
  // A run can fail without a failed test, for example during its setup.
  failed += isRight ? counted.failed : Math.max(counted.failed, 1)
  process.stdout.write(`${isRight ? '✔' : '✘'} ${name}, ${Math.round((performance.now() - startedAt) / 1000)} s\n`)
}

for (const line of notRun) process.stdout.write(`\n⚠ ${line}\n`)
process.stdout.write(`\n${passed} passed, ${failed} failed, with ${postgres}\n`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
