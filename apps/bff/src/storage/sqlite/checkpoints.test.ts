import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startCheckpoints } from './checkpoints.ts'
import { type Database, openDatabase } from './open-database.ts'
import { watchFaults } from './watch-faults.ts'

let folder: string
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-checkpoints-'))
  database = openDatabase(join(folder, 'test.db'))
})
afterEach(() => {
  database.$client.close()
  rmSync(folder, { recursive: true })
})

const readSize = (file: string) => statSync(join(folder, file)).size
const pageBytes = 4_096

it('the log restarts even under constant writes', async () => {
  const checkpoints = startCheckpoints(database, watchFaults(database.$client), {
    worthwhileBytes: pageBytes,
    longestLogPages: 200,
    everyMs: 20,
  })
  const { $client } = database
  $client.pragma('synchronous = off')
  $client.prepare("insert into bots (id, name, created_at) values ('a', '', '2026-01-01')").run()
  const rename = $client.prepare("update bots set name = ? where id = 'a'")
  const endsAt = performance.now() + 15_000
  let rounds = 0
  const hasRestarted = () => rounds > 1_000 && readSize('test.db-wal') < (rounds * pageBytes) / 2
  while (!hasRestarted() && performance.now() < endsAt) {
    rounds += 1
    rename.run(`${rounds}`.padStart(pageBytes, '.'))
    await nextTurn()
  }
  await checkpoints.stop()
  expect(hasRestarted()).toBe(true)
  expect($client.prepare("select name from bots where id = 'a'").pluck().get()).toMatch(new RegExp(`\\.${rounds}$`))
})

it('a checkpoint runs while nothing is written', async () => {
  database.$client.prepare("insert into bots (id, name, created_at) values ('a', 'A', '2026-01-01')").run()
  const before = readSize('test.db')
  const checkpoints = startCheckpoints(database, watchFaults(database.$client), {
    worthwhileBytes: pageBytes,
    everyMs: 20,
  })
  await expect.poll(() => readSize('test.db')).toBeGreaterThan(before)
  await checkpoints.stop()
})
