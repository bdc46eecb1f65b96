import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { beforeEach, describe, expect, it } from 'vitest'
import { runCommand, startProgram } from '../../testing/run-program.ts'
import { version } from '../../version.ts'
import { openDatabase } from './open-database.ts'
import { migrationsFolder } from './require-known-schema.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-schema-'))
  file = join(folder, 'test.db')
  return () => rmSync(folder, { recursive: true })
})

/** Creates a database of this version, changes it, and leaves one file without a log. */
function prepare(sql: string): void {
  openDatabase(file).$client.close()
  const client = new SQLite(file)
  client.exec(sql)
  client.pragma('journal_mode = delete')
  client.close()
}

function makeOther(): void {
  const client = new SQLite(file)
  client.exec('create table bookmarks (url text)')
  client.close()
}

const known = readMigrationFiles({ migrationsFolder }).length
const newest = 'select max(created_at) from __drizzle_migrations'

const cases: [string, () => void, { exitCode: number; output: RegExp }][] = [
  [
    'a newer version wrote',
    () => prepare("insert into __drizzle_migrations (hash, created_at) values ('new', 4102444800000)"),
    {
      exitCode: 78,
      output: new RegExp(
        `A newer version .* its schema is ${known + 1}, and this version, ${version}, knows .* up to ${known}\\.`,
      ),
    },
  ],
  [
    'another build wrote',
    () => prepare(`update __drizzle_migrations set hash = 'other' where created_at = (${newest})`),
    { exitCode: 78, output: /Another build .* its schema (\d+) of \1 is not the one of this version/ },
  ],
  ['belongs to another program', makeOther, { exitCode: 78, output: /not one of this program/ }],
  [
    'is no database',
    () => writeFileSync(file, 'PORT=3000\n'.repeat(500)),
    { exitCode: 65, output: /is not a valid database.*DATABASE_URL/ },
  ],
]

describe.each(cases)('a file that %s', (_, make, expected) => {
  it('is refused by the server and by commands, and stays unchanged', { timeout: 120_000 }, async () => {
    make()
    const before = readFileSync(file)
    const environment = { DATABASE_URL: `file:${file}`, ENCRYPTION_KEYS_FILE: join(folder, 'keys') }
    const matches = { exitCode: expected.exitCode, output: expect.stringMatching(expected.output) }
    const server = await startProgram('main.ts', [], { ...environment, PORT: '0' }).ended
    expect(server).toMatchObject(matches)
    for (const command of [
      ['bots', 'list'],
      ['backup', '--to', join(folder, 'backups')],
      ['encryption-keys', 'verify'],
    ])
      expect({ command, ...(await runCommand(command, environment)) }).toMatchObject({ command, ...matches })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is refused as a backup, and the database stays as it was', async () => {
    make()
    const environment = {
      DATABASE_URL: `file:${join(folder, 'current.db')}`,
      ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
    }
    await runCommand(['bots', 'add', 'sales', '--name', 'Sales'], environment)
    const { exitCode, output } = await runCommand(['restore', '--from', file], environment)
    expect({ exitCode, output }).toMatchObject({ exitCode: expected.exitCode })
    expect(output).not.toMatch(/\n\s+at /)
    expect((await runCommand(['bots', 'list'], environment)).output).toMatch(/^sales/)
  })
})

it('an empty file is a new database, but no backup', async () => {
  writeFileSync(file, '')
  const environment = { DATABASE_URL: `file:${file}`, ENCRYPTION_KEYS_FILE: join(folder, 'keys') }
  expect(await runCommand(['bots', 'list'], environment)).toMatchObject({ exitCode: 0, output: '' })
  writeFileSync(join(folder, 'empty.db'), '')
  expect(await runCommand(['restore', '--from', join(folder, 'empty.db')], environment)).toMatchObject({
    exitCode: 78,
    output: expect.stringMatching(/not one of this program/),
  })
})
