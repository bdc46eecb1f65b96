import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'office365-email-scan-'))
afterAll(() => rmSync(folder, { recursive: true }))

const scan = (file: string) =>
  new Promise<{ exitCode: number; output: string }>((resolve) => {
    const program = join(root, 'node_modules/secretlint/bin/secretlint.js')
    const options = ['--secretlintrc', join(root, '.secretlintrc.json'), '--maskSecrets', file]
    const child = execFile(process.execPath, [program, ...options], { cwd: root }, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    )
  })

const random = (length: number) => randomBytes(length).toString('hex').slice(0, length)

it.each([
  ['a client secret in the shape of Entra', `Qx1${8}Q~${random(34)}`],
  ['a GitHub token', `ghp_${random(36)}`],
])('finds %s without showing it', async (_name, secret) => {
  const file = join(folder, `planted-${random(6)}.ts`)
  writeFileSync(file, `export const secret = '${secret}'\n`)
  const { exitCode, output } = await scan(file)
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: expect.stringContaining(file) })
  expect(output).not.toContain(secret)
})

it('accepts a file without a secret', async () => {
  const file = join(folder, 'clean.ts')
  writeFileSync(file, 'export const secret = null\n')
  expect(await scan(file)).toMatchObject({ exitCode: 0 })
})
