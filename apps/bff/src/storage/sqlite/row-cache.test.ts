import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Database, openDatabase } from './open-database.ts'
import { createRowCaches, type RowCache } from './row-cache.ts'

let folder: string
let database: Database
let cache: RowCache<string | undefined>
let loads: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'row-cache-'))
  database = openDatabase(join(folder, 'x.db'))
  cache = createRowCaches(database).create('bot_name', [{ table: 'bots', column: 'id', watched: ['name'] }])
  loads = 0
})
afterEach(() => {
  database.$client.close()
  rmSync(folder, { recursive: true })
})

const write = (sql: string, client: SQLite.Database = database.$client) => client.exec(sql)
const read = (id = 'a') =>
  cache.get(id, () => {
    loads += 1
    return database.$client.prepare<[string], string>('select name from bots where id = ?').pluck().get(id) ?? 'none'
  })

it('reads once, and again after each kind of write', () => {
  expect([read(), read()]).toEqual(['none', 'none'])
  expect(loads).toBe(1)
  write("insert into bots values ('a', 'A', '')")
  expect(read()).toBe('A')
  write("update bots set name = 'B' where id = 'a'")
  expect(read()).toBe('B')
  write("insert into bots values ('a', 'C', '') on conflict do update set name = 'C'")
  expect(read()).toBe('C')
  write("delete from bots where id = 'a'")
  expect(read()).toBe('none')
})

it('keeps rows that a write does not affect', () => {
  write("insert into bots values ('a', 'A', ''), ('b', 'B', '')")
  read('a')
  write("update bots set name = 'X' where id = 'b'")
  write("update bots set created_at = 'X' where id = 'a'")
  read('a')
  expect(loads).toBe(1)
})

it('sees the writes of another process', async () => {
  write("insert into bots values ('a', 'A', '')")
  expect(read()).toBe('A')
  const other = new SQLite(join(folder, 'x.db'))
  write("update bots set name = 'B' where id = 'a'", other)
  other.close()
  await wait(25)
  expect(read()).toBe('B')
})

it('keeps a row that is used all the time, even if many others are read', () => {
  for (let count = 0; count < 4_100; count += 1) {
    read('a')
    read(`other ${count}`)
  }
  expect(loads).toBe(1 + 4_100)
})
