import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mailPages, shellPages } from '../packages/shared/src/pages.ts'

const root = join(import.meta.dirname, '..')
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((page) => page !== '' && existsSync(join(root, page)))

const { scripts, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
/** Commands that are part of pnpm. */
const ownCommands = ['install', 'exec', 'run', 'add', 'dlx', 'outdated', 'licenses', 'audit', 'list', 'why']

const folders = /^(apps|packages|e2e|bench|examples|docs|\.ci)\/[\w./@-]+$/

const all = (text: string, pattern: RegExp): string[] => Array.from(text.matchAll(pattern), ([, found]) => found ?? '')

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8')

  it('names only paths that exist', () => {
    const quoted = all(text, /`([^`\n]+)`/g).filter((path) => folders.test(path))
    expect(quoted.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('links only to files that exist', () => {
    const links = all(text, /\]\((?!https?:|mailto:|#)([^)#\s]+)/g)
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
  })

  it('quotes only commands that exist', () => {
    const commands = all(text, /\bpnpm(?:@\d+)? (?:--silent )?([a-z][\w:-]*)/g)
    const run = all(text, /\bpnpm(?:@\d+)? (?:--silent )?run ([a-z][\w:-]*)/g)
    expect(commands.filter((command) => !(command in scripts) && !ownCommands.includes(command))).toEqual([])
    expect(run.filter((command) => !(command in scripts))).toEqual([])
  })
})

it('names every setting in the README and in the operations guide', () => {
  const files = ['config.ts', 'host-settings.ts', 'network-settings.ts', 'page-settings.ts']
  const source = files.map((file) => readFileSync(join(root, 'apps/bff/src/config', file), 'utf8')).join('\n')
  const settings = all(source, /^ {2}([A-Z][A-Z_]+): \w/gm)
  expect(settings.length).toBeGreaterThan(10)
  for (const page of ['README.md', 'docs/operations.md']) {
    const text = readFileSync(join(root, page), 'utf8')
    expect(settings.filter((name) => !new RegExp(`\`${name}[\`=]`).test(text))).toEqual([])
  }
})

it('names the address of every page that a host can link to', () => {
  const text = readFileSync(join(root, 'docs/host.md'), 'utf8')
  expect(Object.values({ ...mailPages, ...shellPages }).filter((path) => !text.includes(`\`${path}\``))).toEqual([])
})

it('describes the version of package.json in the changelog as the latest', () => {
  const versions = all(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'), /^## \[(\d[^\]]*)\] - \d{4}-\d\d-\d\d$/gm)
  expect(versions[0]).toBe(version)
})
