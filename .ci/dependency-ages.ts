import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Prints every direct dependency with the age of its pinned version, newest first. Review new ones. */

const run = promisify(execFile)
const dayMs = 86_400_000
/** Malicious releases are usually found within this time. */
const youngDays = 7
const batchSize = 6

type Listed = Record<string, { version: string }>
interface Project {
  dependencies?: Listed
  devDependencies?: Listed
  optionalDependencies?: Listed
}

async function runPnpm<Result>(...argumentList: string[]): Promise<Result> {
  const { stdout } = await run('pnpm', ['--silent', ...argumentList, '--json'], {
    maxBuffer: 100_000_000,
    shell: process.platform === 'win32',
  })
  return JSON.parse(stdout)
}

const projects = await runPnpm<Project[]>('list', '--recursive', '--depth', '0')
const direct = projects.flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
  Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }),
)
const pinned = [
  ...new Set(direct.flatMap(([name, { version }]) => (/^\d/.test(version) ? [`${name}@${version}`] : []))),
]

async function readAge(dependency: string): Promise<{ dependency: string; days: number | null }> {
  const split = dependency.lastIndexOf('@')
  const releases = await runPnpm<Record<string, string>>('view', dependency.slice(0, split), 'time')
  const releasedAt = releases[dependency.slice(split + 1)]
  return {
    dependency,
    days: releasedAt === undefined ? null : Math.floor((Date.now() - Date.parse(releasedAt)) / dayMs),
  }
}

const ages: Awaited<ReturnType<typeof readAge>>[] = []
for (let start = 0; start < pinned.length; start += batchSize)
  ages.push(...(await Promise.all(pinned.slice(start, start + batchSize).map(readAge))))

ages.sort((one, other) => (one.days ?? -1) - (other.days ?? -1))
for (const { dependency, days } of ages) {
  const age = days === null ? 'age unknown' : `${days} days`
  const isYoung = days !== null && days < youngDays
  process.stdout.write(`${age.padStart(11)}  ${dependency}${isYoung ? '  younger than a week' : ''}\n`)
}
