import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { cruise, type ICruiseOptions, type IModule, type IReporterOutput } from 'dependency-cruiser'

const roots = ['apps', 'packages', 'e2e', 'bench']
const root = `${import.meta.dirname}/..`
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs')

const isSource = (file: string) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && existsSync(`${root}/${file}`)

/** Source files as git knows them: what the cruiser must have read. */
export const listSourceFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...roots], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(isSource)

const isTest = (file: string) => /\.test\.tsx?$|\/testing\//.test(file)

const isWithin = (folder: string, other: string) => `${folder}/`.startsWith(`${other}/`)

/**
 * Folders that need each other, types included, as circles of folder names. A folder within another is a part of it, and a
 * test may reach anywhere.
 */
export function findFolderCycles(modules: Pick<IModule, 'source' | 'dependencies'>[]): string[] {
  const needs = new Map<string, Set<string>>()
  for (const { source, dependencies } of modules.filter(({ source }) => !isTest(source)))
    for (const { resolved } of dependencies) {
      const [from, to] = [dirname(source), dirname(resolved)]
      if (!isWithin(from, to) && !isWithin(to, from) && !resolved.includes('node_modules'))
        needs.set(from, (needs.get(from) ?? new Set()).add(to))
    }
  const finished = new Set<string>()
  const cycles: string[] = []
  const visit = (folder: string, path: string[]) => {
    const start = path.indexOf(folder)
    if (start !== -1) cycles.push([...path.slice(start), folder].join(' → '))
    if (start !== -1 || finished.has(folder)) return
    for (const next of needs.get(folder) ?? []) visit(next, [...path, folder])
    finished.add(folder)
  }
  for (const folder of needs.keys()) visit(folder, [])
  return cycles
}

/** What only these files of the server may do with a secret. A new one belongs here only if no later moment is left. */
const secretUses = [
  {
    name: 'secrets-stay-in-their-type',
    pattern: /\.reveal\b/,
    comment:
      'Hand the Secret on. It leaves its type where it is sent, hashed, compared, sealed or parsed, never before.',
    files: [
      'apps/bff/src/ground/http/metrics-route.ts',
      'apps/bff/src/ground/secrets/vault.ts',
      'apps/bff/src/mail/alerts/alert-webhook.ts',
      'apps/bff/src/mail/microsoft/entra-client.ts',
      'apps/bff/src/mail/microsoft/graph-mail.ts',
      'apps/bff/src/mail/sending/enqueue-message.ts',
      'apps/bff/src/shell/people/password.ts',
      'apps/bff/src/shell/sessions/open-id-provider.ts',
    ],
  },
  {
    name: 'sealed-values-open-in-one-place',
    pattern: /\bvault\.open\(/,
    comment: 'Each kind of sealed value is opened in one file, which knows what it was sealed for: use its function.',
    files: [
      'apps/bff/src/mail/alerts/deliver-alerts.ts',
      'apps/bff/src/mail/configuration/open-secret.ts',
      'apps/bff/src/mail/encryption-keys/rotate-encryption-keys.ts',
      'apps/bff/src/mail/intake-links/approve-intake-link.ts',
      'apps/bff/src/mail/sending/enqueue-message.ts',
    ],
  },
]

function findSecretUses(files: string[], baseDir: string): string[] {
  const server = files.filter((file) => file.startsWith('apps/bff/src/') && !/\.test\.ts$|\/testing\//.test(file))
  return server.flatMap((file) => {
    const text = readFileSync(`${baseDir}/${file}`, 'utf8')
    return secretUses.flatMap(({ name, pattern, comment, files: allowed }) => {
      if (pattern.test(text) === allowed.includes(file)) return []
      return [
        `${name}: ${file}\n    ${allowed.includes(file) ? 'It does so no longer: take it off the list.' : comment}`,
      ]
    })
  })
}

/** Broken rules, one line each with where the code belongs; and a line for every source file that was not read. */
export async function findViolations(files = listSourceFiles(), baseDir = root): Promise<string[]> {
  const options: ICruiseOptions = {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir,
  }
  const { output }: IReporterOutput = await cruise(files, options)
  if (typeof output === 'string') throw new Error('the cruiser answered with text')
  const comments = new Map<string, string>(
    config.forbidden.map((rule: { name: string; comment: string }) => [rule.name, rule.comment]),
  )
  const read = new Set(output.modules.map(({ source }) => source))
  return [
    ...output.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}\n    ${comments.get(rule.name) ?? ''}`,
    ),
    ...findFolderCycles(output.modules).map(
      (cycle) =>
        `no-folder-cycles: ${cycle}\n    One of these folders is lower than the other: move what the lower one needs down.`,
    ),
    ...findSecretUses(files, baseDir),
    ...files.filter((file) => !read.has(file)).map((file) => `not read by the boundary check: ${file}`),
  ]
}

if (process.argv[1] === import.meta.filename) {
  const files = listSourceFiles()
  const violations = await findViolations(files)
  for (const violation of violations) process.stderr.write(`${violation}\n`)
  process.stdout.write(`${files.length} source files, ${violations.length} broken boundaries\n`)
  process.exitCode = violations.length === 0 && files.length > 0 ? 0 : 1
}
