import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StorageFaults } from '../storage.ts'
import { type Database, openDatabase } from './open-database.ts'
import { bots } from './schema.ts'
import { watchFaults } from './watch-faults.ts'

let folder: string
let database: Database
let faults: StorageFaults
/** Sees only committed data. */
let other: SQLite.Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-watch-'))
  const file = join(folder, 'test.db')
  database = openDatabase(file)
  faults = watchFaults(database.$client)
  other = new SQLite(file, { readonly: true })
})
afterEach(() => {
  other.close()
  database.$client.close()
  rmSync(folder, { recursive: true })
})

const insert = "insert into bots (id, name, created_at) values (?, '', '2026-01-01')"
const committed = () => other.prepare('select id from bots order by id').pluck().all()

/** Makes every insert into `bots` fail inside SQLite with this code. */
function failInserts(code: string): void {
  database.$client.function('fail', () => {
    throw new SQLite.SqliteError('disk I/O error', code)
  })
  database.$client.exec('create temp trigger fail before insert on main.bots begin select fail(); end')
}

const ways: [string, (id: string) => unknown][] = [
  ['a statement', (id) => database.$client.prepare(insert).run(id)],
  ['a statement that returns a row', (id) => database.$client.prepare(`${insert} returning id`).get(id)],
  ['a statement that returns rows', (id) => database.$client.prepare(`${insert} returning id`).all(id)],
  ['several statements', (id) => database.$client.exec(insert.replace('?', `'${id}'`))],
  ['a transaction', (id) => database.$client.transaction(() => database.$client.prepare(insert).run(id))()],
  [
    'an immediate transaction',
    (id) => database.$client.transaction(() => database.$client.exec(insert.replace('?', `'${id}'`))).immediate(),
  ],
  ['the query builder', (id) => insertByBuilder(id)],
]
function insertByBuilder(id: string): void {
  database.transaction((transaction) => {
    transaction.insert(bots).values({ id, name: '', createdAt: '2026-01-01' }).run()
  })
}

describe('a write that the disk lost', () => {
  it.each(ways)('by %s makes every further use fail with the same error', async (_name, write) => {
    const prepared = database.$client.prepare('select 1')
    failInserts('SQLITE_IOERR_FSYNC')
    expect(() => write('a')).toThrow('disk I/O error')
    database.$client.function('fail', () => null)
    for (const [, again] of ways) expect(() => again('b')).toThrow('disk I/O error')
    expect(() => prepared.get()).toThrow('disk I/O error')
    expect(() => database.$client.pragma('user_version')).toThrow('disk I/O error')
    expect(committed()).toEqual([])
    expect(await faults.happened).toMatchObject({
      exitCode: 74,
      message: expect.stringContaining('SQLITE_IOERR_FSYNC'),
    })
    expect(faults.current()).toBe(await faults.happened)
  })
})

it.each([
  ['SQLITE_IOERR_FSYNC', 74],
  ['SQLITE_IOERR_DIR_FSYNC', 74],
  ['SQLITE_IOERR_WRITE', 74],
  ['SQLITE_IOERR_TRUNCATE', 74],
  ['SQLITE_IOERR_CORRUPTFS', 74],
  ['SQLITE_CORRUPT', 65],
  ['SQLITE_CORRUPT_INDEX', 65],
  ['SQLITE_NOTADB', 65],
  ['SQLITE_FULL', null],
  ['SQLITE_IOERR_READ', null],
  ['SQLITE_IOERR_SHMSIZE', null],
  ['SQLITE_BUSY', null],
  ['SQLITE_READONLY', null],
  ['SQLITE_CANTOPEN', null],
  ['SQLITE_CONSTRAINT_UNIQUE', null],
])('%s ends the process with %s', (code, exitCode) => {
  failInserts(code)
  expect(() => insertByBuilder('a')).toThrow('disk I/O error')
  expect(faults.current()?.exitCode ?? null).toBe(exitCode)
  database.$client.function('fail', () => null)
  if (exitCode === null) insertByBuilder('a')
  expect(committed()).toEqual(exitCode === null ? ['a'] : [])
})
