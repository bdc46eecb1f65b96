import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import { type Database, openDatabase } from './open-database.ts'

let folder: string
let database: Database
let commit: GroupCommit
/** Sees only committed data. */
let other: SQLite.Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-commit-'))
  const file = join(folder, 'test.db')
  database = openDatabase(file)
  commit = createGroupCommit(database)
  other = new SQLite(file, { readonly: true })
})
afterEach(() => {
  other.close()
  database.$client.close()
  rmSync(folder, { recursive: true })
})

const addBot = (id: string) => () =>
  database.$client.prepare('insert into bots (id, name, created_at) values (?, ?, ?)').run(id, id, '2026-01-01').changes
const committed = () => other.prepare('select id from bots order by id').pluck().all()

it('returns the result of the write after it is committed', async () => {
  expect(await commit(addBot('a'))).toBe(1)
  expect(committed()).toEqual(['a'])
})

it('commits simultaneous writes together', async () => {
  const seen = await Promise.all(
    ['a', 'b', 'c'].map((id) =>
      commit(() => {
        addBot(id)()
        return committed()
      }),
    ),
  )
  expect(seen).toEqual([[], [], []])
  expect(committed()).toEqual(['a', 'b', 'c'])
})

it('rejects the write that fails, and keeps the others of its group', async () => {
  const results = await Promise.allSettled(['a', 'a', 'b'].map((id) => commit(addBot(id))))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(committed()).toEqual(['a', 'b'])
})

it('rejects writes when the database is closed', async () => {
  database.$client.close()
  await expect(commit(addBot('a'))).rejects.toThrow('not open')
  await expect(commit(addBot('b'))).rejects.toThrow('not open')
})
