import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startCheckpoints } from './checkpoints.ts'
import { type Database, openDatabase } from './open-database.ts'

let folder: string
let database: Database
let checkpoints: { stop(): void } | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-checkpoints-'))
  database = openDatabase(join(folder, 'test.db'))
})
afterEach(() => {
  checkpoints?.stop()
  database.$client.close()
  rmSync(folder, { recursive: true })
})

const readSize = (file: string) => statSync(join(folder, file)).size
const pageBytes = 4_096
const readLog = () => {
  const [state] = database.$client.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
  return state ?? { log: Number.NaN, checkpointed: Number.NaN }
}

function prepareWrites() {
  const { $client } = database
  $client.pragma('synchronous = off')
  $client.prepare("insert into bots (id, name, created_at) values ('a', '', '2026-01-01')").run()
  return $client.prepare("update bots set name = ? where id = 'a'")
}

it('keeps the log short under constant writes', async () => {
  checkpoints = startCheckpoints(database, { worthwhilePages: 50, everyMs: 1 })
  const rename = prepareWrites()
  const rounds = 3_000
  for (let round = 1; round <= rounds; round += 1) {
    rename.run(`${round}`.padStart(pageBytes, '.'))
    await nextTurn()
  }
  expect(readSize('test.db-wal')).toBeLessThan((rounds * pageBytes) / 2)
  expect(database.$client.prepare("select name from bots where id = 'a'").pluck().get()).toMatch(/\.3000$/)
})

it('copies a few large changes, as it does many small ones', async () => {
  const before = readSize('test.db')
  checkpoints = startCheckpoints(database, { worthwhilePages: 250, everyMs: 1 })
  prepareWrites().run('x'.repeat(2_000_000))
  await expect.poll(() => readSize('test.db')).toBeGreaterThan(before + 1_900_000)
})

it('keeps the log as short as before after a reader that made it grow', async () => {
  const rename = prepareWrites()
  const reader = openDatabase(join(folder, 'test.db')).$client
  checkpoints = startCheckpoints(database, { worthwhilePages: 50, everyMs: 1 })
  reader.exec('begin; select * from bots')
  reader.prepare('select count(*) from bots').get()
  for (let round = 0; round < 20; round += 1) {
    rename.run('x'.repeat(500_000))
    await nextTurn()
  }
  reader.exec('commit')
  reader.close()
  await expect.poll(() => readLog().log - readLog().checkpointed).toBeLessThan(50)
  for (let round = 0; round < 3_000; round += 1) {
    rename.run(`${round}`.padStart(pageBytes, '.'))
    await nextTurn()
    expect(readLog().log).toBeLessThan(3_000)
  }
})

it('leaves a short log alone', async () => {
  const before = readSize('test.db')
  checkpoints = startCheckpoints(database, { everyMs: 1 })
  prepareWrites().run('x'.repeat(100_000))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(readSize('test.db')).toBe(before)
})
