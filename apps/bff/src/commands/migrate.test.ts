import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, runSql } from '../testing/postgres.ts'
import { runCommand } from '../testing/run-program.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'office365-email-migrate-'))
})
afterEach(() => rm(folder, { recursive: true }))

const migrate = (url: string) =>
  runCommand(['migrate'], { DATABASE_URL: url, ENCRYPTION_KEYS_FILE: join(folder, 'keys') })

describe('admin migrate', { timeout: 60_000 }, () => {
  it('brings PostgreSQL up to date once, even if several run at the same time, and needs no key file', async () => {
    const database = await createTestDatabase()
    try {
      const ended = await Promise.all([1, 2, 3].map(() => migrate(database.url)))
      const ran = ended.map(({ exitCode, output }) => `${exitCode} ${output}`).sort()
      const none = '0 The schema is up to date: 0 migrations ran.\n'
      const all = expect.stringMatching(/^0 The schema is up to date: [1-9]\d* migrations ran\.\n$/)
      expect(ran).toEqual([none, none, all])
      expect(existsSync(join(folder, 'keys'))).toBe(false)
      await runSql(database.url, "update schema_migrations set hash = 'other'")
      expect(await migrate(database.url)).toMatchObject({
        exitCode: 78,
        output: expect.stringMatching(/^Another build of this program/),
      })
    } finally {
      await database.drop()
    }
  })

  it('does on SQLite what each start does, and says so', async () => {
    const url = `file:${join(folder, 'test.db')}`
    expect(await migrate(url)).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/: [1-9]\d* migrations ran\.\nWith SQLite, each start of the server does this/),
    })
    expect(await migrate(url)).toMatchObject({ exitCode: 0, output: expect.stringContaining(': 0 migrations ran.') })
    expect(existsSync(join(folder, 'keys'))).toBe(false)
  })

  it('ends with one sentence if PostgreSQL cannot be reached', async () => {
    expect(await migrate('postgres://u:secret-word@127.0.0.1:9/x')).toMatchObject({
      exitCode: 74,
      output:
        'The database 127.0.0.1:9/x cannot be used now (ECONNREFUSED). Check that it is running, and its address.\n',
    })
  })
})
