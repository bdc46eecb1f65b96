import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { cruise, type ICruiseOptions, type IModule, type IReporterOutput } from 'dependency-cruiser'

const roots = ['apps', 'packages', 'e2e', 'bench', 'examples']
const root = `${import.meta.dirname}/..`
const config = createRequire(import.meta.url)('../.dependency-cruiser.cjs')

const isSource = (file: string) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && existsSync(`${root}/${file}`)

/** Source files according to git. The cruiser must have read all of them. */
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
 * Cycles of folders that import each other, types included. A folder belongs to the folder that contains it, and tests
 * may import anything.
 */
export function findFolderCycles(modules: Pick<IModule, 'source' | 'dependencies'>[]): string[] {
  const imports = new Map<string, Set<string>>()
  for (const { source, dependencies } of modules.filter(({ source }) => !isTest(source)))
    for (const { resolved } of dependencies) {
      const [from, to] = [dirname(source), dirname(resolved)]
      if (!isWithin(from, to) && !isWithin(to, from) && !resolved.includes('node_modules'))
        imports.set(from, (imports.get(from) ?? new Set()).add(to))
    }
  const finished = new Set<string>()
  const cycles: string[] = []
  const visit = (folder: string, path: string[]) => {
    const start = path.indexOf(folder)
    if (start !== -1) cycles.push([...path.slice(start), folder].join(' → '))
    if (start !== -1 || finished.has(folder)) return
    for (const next of imports.get(folder) ?? []) visit(next, [...path, folder])
    finished.add(folder)
  }
  for (const folder of imports.keys()) visit(folder, [])
  return cycles
}

/** Uses of secrets that only these server files may contain. Add a file only if the secret cannot stay sealed longer. */
const secretUses = [
  {
    name: 'secrets-stay-in-their-type',
    pattern: /\.reveal\b/,
    comment: 'Pass the Secret on. Reveal it only where it is sent, hashed, compared, sealed or parsed.',
    files: [
      'apps/bff/src/ground/http/metrics-route.ts',
      'apps/bff/src/ground/secrets/vault.ts',
      'apps/bff/src/mail/alerts/channel-target.ts',
      'apps/bff/src/mail/alerts/sign-alert.ts',
      'apps/bff/src/mail/credentials/azure-credential.ts',
      'apps/bff/src/mail/credentials/read-own-certificate.ts',
      'apps/bff/src/mail/federation/own-issuer.ts',
      'apps/bff/src/mail/microsoft/graph-mail.ts',
      'apps/bff/src/mail/sending/enqueue-message.ts',
      'apps/bff/src/shell/people/password.ts',
      'apps/bff/src/shell/sessions/open-id-provider.ts',
      'apps/bff/src/storage/postgres/open-storage.ts',
    ],
  },
  {
    name: 'sealed-values-open-in-one-place',
    pattern: /\bvault\.open\(/,
    comment: 'Each kind of sealed value is opened in one file. Use the function of that file.',
    files: [
      'apps/bff/src/mail/alerts/channel-target.ts',
      'apps/bff/src/mail/credentials/open-credential.ts',
      'apps/bff/src/mail/encryption-keys/rotate-encryption-keys.ts',
      'apps/bff/src/mail/federation/own-issuer.ts',
      'apps/bff/src/mail/intake-links/open-submission.ts',
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
        `${name}: ${file}\n    ${allowed.includes(file) ? 'The file no longer does this: remove it from the list.' : comment}`,
      ]
    })
  })
}

/** Returns each violation with where the code belongs, and each source file that was not read. */
export async function findViolations(files = listSourceFiles(), baseDir = root): Promise<string[]> {
  const options: ICruiseOptions = {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir,
  }
  const { output }: IReporterOutput = await cruise(files, options)
  if (typeof output === 'string') throw new Error('The cruiser returned text')
  const comments = new Map<string, string>(
    config.forbidden.map((rule: { name: string; comment: string }) => [rule.name, rule.comment]),
  )
  const read = new Set(output.modules.map(({ source }) => source))
  return [
    ...output.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}\n    ${comments.get(rule.name) ?? ''}`,
    ),
    ...findFolderCycles(output.modules).map(
      (cycle) => `no-folder-cycles: ${cycle}\n    Move the code that the lower folder needs down into it.`,
    ),
    ...findSecretUses(files, baseDir),
    ...files.filter((file) => !read.has(file)).map((file) => `not read by the boundary check: ${file}`),
  ]
}

if (process.argv[1] === import.meta.filename) {
  const files = listSourceFiles()
  const violations = await findViolations(files)
  for (const violation of violations) process.stderr.write(`${violation}\n`)
  process.stdout.write(`${files.length} source files, ${violations.length} boundary violations\n`)
  process.exitCode = violations.length === 0 && files.length > 0 ? 0 : 1
}
