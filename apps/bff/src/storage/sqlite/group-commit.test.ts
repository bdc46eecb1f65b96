import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import { type Database, openDatabase } from './open-database.ts'

let folder: string
let file: string
let database: Database
let group: GroupCommit
/** What waits for the disk. Null: the disk is as quick as it is. */
let flushes: { succeed: () => void; fail: (error: Error) => void }[] | null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-commit-'))
  file = join(folder, 'test.db')
  database = openDatabase(file)
  flushes = null
  group = createGroupCommit(
    database,
    () =>
      new Promise((succeed, fail) => {
        if (flushes) flushes.push({ succeed, fail })
        else succeed()
      }),
  )
})
afterEach(async () => {
  await group.close()
  database.$client.close()
  rmSync(folder, { recursive: true })
})

const addBot = (id: string) => () =>
  database.$client.prepare('insert into bots (id, name, created_at) values (?, ?, ?)').run(id, id, '2026-01-01').changes
const botIds = () => database.$client.prepare('select id from bots order by id').pluck().all()
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn()
}

it('tells nobody before the disk has it, and shares one flush among all that came meanwhile', async () => {
  const disk: NonNullable<typeof flushes> = []
  flushes = disk
  let settled = 0
  const count = () => {
    settled += 1
  }
  const first = [group.commit(addBot('a')).then(count), group.commit(addBot('b')).then(count)]
  await turns(20)
  expect([disk.length, settled, botIds()]).toEqual([1, 0, ['a', 'b']])

  const second = ['c', 'd', 'e'].map((id) => group.commit(addBot(id)).then(count))
  await turns(20)
  expect([disk.length, settled, botIds()]).toEqual([1, 0, ['a', 'b']])

  disk[0]?.succeed()
  await Promise.all(first)
  await turns(20)
  expect([disk.length, settled, botIds()]).toEqual([2, 2, ['a', 'b', 'c', 'd', 'e']])
  disk[1]?.succeed()
  await Promise.all(second)
  expect(settled).toBe(5)
})

it('answers with what the write answers', async () => {
  expect(await group.commit(addBot('a'))).toBe(1)
})

it('refuses the one that cannot be written, and keeps the others of its group', async () => {
  const results = await Promise.allSettled(['a', 'a', 'b'].map((id) => group.commit(addBot(id))))
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(botIds()).toEqual(['a', 'b'])
})

it('takes nothing more once the disk has failed, since what was written before may be lost too', async () => {
  const disk: NonNullable<typeof flushes> = []
  flushes = disk
  const first = group.commit(addBot('a'))
  await turns(20)
  const second = group.commit(addBot('b'))
  disk[0]?.fail(new Error('EIO: i/o error, fdatasync'))
  await expect(first).rejects.toMatchObject({ code: 'SQLITE_IOERR_FSYNC' })
  await expect(second).rejects.toMatchObject({ code: 'SQLITE_IOERR_FSYNC' })
  await expect(group.commit(addBot('c'))).rejects.toMatchObject({ code: 'SQLITE_IOERR_FSYNC' })
  expect(group.isSound()).toBe(false)
  expect(botIds()).toEqual(['a'])
})

it('leaves every other write to SQLite, which flushes it within its own commit', async () => {
  await group.commit(addBot('a'))
  expect(database.$client.pragma('synchronous', { simple: true })).toBe(2)
})

it('flushes the very file that holds what was written', async () => {
  const real = createGroupCommit(database)
  await real.commit(addBot('a'))
  await real.close()
  const other = new SQLite(file, { readonly: true })
  expect(other.prepare('select id from bots').pluck().all()).toEqual(['a'])
  other.close()
})
