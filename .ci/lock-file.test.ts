import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const read = (file: string) => readFileSync(`${import.meta.dirname}/../${file}`, 'utf8')
const lockFile = read('pnpm-lock.yaml')
const packages = new Set(Array.from(lockFile.matchAll(/^ {2}'?(@?[^@'\s]+)@\d/gm), ([, name]) => name ?? ''))

/** Families of packages that bring a native program or library, and how they name the platforms that people use. */
const families = [
  { stem: '@biomejs/cli-', windows: 'win32-x64' },
  { stem: '@oxlint/binding-', windows: 'win32-x64-msvc', linux: '-gnu' },
  { stem: '@oxlint-tsgolint/', windows: 'win32-x64' },
  { stem: '@rolldown/binding-', windows: 'win32-x64-msvc', linux: '-gnu' },
  { stem: '@swc/core-', windows: 'win32-x64-msvc', linux: '-gnu' },
  { stem: '@typescript/typescript-', windows: 'win32-x64' },
  { stem: 'lightningcss-', windows: 'win32-x64-msvc', linux: '-gnu' },
]

describe('the lock file', () => {
  it.each(families)('holds the native packages of $stem for every platform', ({ stem, windows, linux = '' }) => {
    const wanted = ['darwin-arm64', 'darwin-x64', `linux-x64${linux}`, `linux-arm64${linux}`, windows]
    expect(wanted.filter((platform) => !packages.has(`${stem}${platform}`))).toEqual([])
  })

  it('knows of no other family that has native packages for some platforms', () => {
    const native = [...packages].filter((name) => /(^|[-/])(darwin|win32)-/.test(name))
    // esbuild's packages carry the platform as the whole name after the scope, and are complete; fsevents is Mac only.
    const unknown = native.filter(
      (name) => !name.startsWith('@esbuild/') && !families.some(({ stem }) => name.startsWith(stem)),
    )
    expect(unknown).toEqual([])
  })

  it('holds no download addresses', () => {
    expect(lockFile).not.toMatch(/https?:\/\/|tarball:|resolved:/)
  })
})

it('checks engines for the Node that the repository brings', () => {
  const { node } = JSON.parse(read('package.json')).optionalDependencies
  expect(read('pnpm-workspace.yaml')).toContain(`\nnodeVersion: ${node}\n`)
})
