import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStorage } from '../open-storage.ts'
import type { Storage } from '../storage.ts'

let folder: string
let file: string
let storage: Storage
let reader: SQLite.Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-forget-'))
  file = join(folder, 'test.db')
  storage = await openStorage({ engine: 'sqlite', file })
  reader = new SQLite(file)
  reader.exec('begin')
  reader.prepare('select count(*) from bots').get()
})
afterEach(async () => {
  reader.close()
  await storage.close()
  await rm(folder, { recursive: true, force: true })
})

const insert = () => new SQLite(file).exec(`insert into bots values ('a', 'A', '2026')`).close()

it('cuts off the log of changes when a backup has ended, and lets requests go on until then', async () => {
  insert()
  const began = performance.now()
  const forgotten = storage.personalData.forgetDeleted()
  await wait(50)
  expect(performance.now() - began).toBeLessThan(2_000)
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
  reader.exec('commit')
  await forgotten
  expect(statSync(`${file}-wal`).size).toBe(0)
})
