import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import SQLite from 'better-sqlite3'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findPort } from '../testing/find-port.ts'
import { runCommand, startProgram } from '../testing/run-program.ts'

/** The user of the server, and another one. Neither needs a name. */
const serverUser = 4_711
const otherUser = 4_712

/** Only root can start programs as other users, and these need access to the code. */
const canSwitchUsers = process.getuid?.() === 0 && canReadCode()

function canReadCode(): boolean {
  try {
    execFileSync(process.execPath, ['-e', ''], { uid: serverUser, gid: serverUser, cwd: import.meta.dirname })
    return true
  } catch {
    return false
  }
}

let folder: string
let environment: Record<string, string>
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office365-email-owner-'))
  chmodSync(folder, 0o755)
  for (const name of ['data', 'keys']) {
    mkdirSync(join(folder, name), { mode: 0o700 })
    chownSync(join(folder, name), serverUser, serverUser)
  }
  environment = {
    DATABASE_URL: `file:${join(folder, 'data/test.db')}`,
    ENCRYPTION_KEYS_FILE: join(folder, 'keys/keys'),
    ADMIN_EMAIL: 'ada@example.com',
    ADMIN_PASSWORD: 'correct-horse-battery',
  }
  return () => rmSync(folder, { recursive: true })
})

const ownersIn = (name: string) =>
  readdirSync(join(folder, name)).map((file) => {
    const { uid, gid } = statSync(join(folder, name, file))
    return { file, uid, gid }
  })

function expectAllOwned(): void {
  for (const owned of [...ownersIn('data'), ...ownersIn('keys')])
    expect(owned).toEqual({ file: owned.file, uid: serverUser, gid: serverUser })
}

async function startServer() {
  const port = await findPort()
  const server = startProgram('main.ts', [], { ...environment, PORT: `${port}` }, { uid: serverUser, gid: serverUser })
  await server.printed('listening')
  const readiness = async () => {
    const response = await fetch(`http://localhost:${port}/readyz`)
    const { reason }: { reason?: string } = JSON.parse(await response.text())
    return { code: response.status, reason }
  }
  const stop = async () => {
    server.child.kill('SIGTERM')
    expect(await server.ended).toMatchObject({ exitCode: 0 })
  }
  return { readiness, stop }
}

beforeAll(() => {
  if (!canSwitchUsers)
    process.stdout.write('SKIPPED: the tests of file owners need root and code that every user can read.\n')
})

describe.runIf(canSwitchUsers)('commands that root runs', { timeout: 120_000 }, () => {
  it('leave every file to the user of the server, beside it and before its first start', async () => {
    expect(await runCommand(['bots', 'add', 'sales', '--name', 'Sales'], environment)).toMatchObject({ exitCode: 0 })
    expectAllOwned()
    const server = await startServer()
    for (const command of [
      ['encryption-keys', 'rotate', '--new-key'],
      ['backup', '--to', join(folder, 'backups')],
      ['hold-restored'],
    ])
      expect({ command, ...(await runCommand(command, environment)) }).toMatchObject({ command, exitCode: 0 })
    expectAllOwned()
    expect(await server.readiness()).toMatchObject({ code: 200 })
    await server.stop()
  })

  it('restore a backup with the owner, group and mode of the database', async () => {
    await (await startServer()).stop()
    chmodSync(join(folder, 'data/test.db'), 0o640)
    await runCommand(['backup', '--to', join(folder, 'backups')], environment)
    rmSync(join(folder, 'data/test.db.lock'))
    expect(await runCommand(['restore', '--from', join(folder, 'backups')], environment)).toMatchObject({ exitCode: 0 })
    expectAllOwned()
    expect(statSync(join(folder, 'data/test.db')).mode & 0o777).toBe(0o640)
    await (await startServer()).stop()

    for (const file of readdirSync(join(folder, 'data'))) rmSync(join(folder, 'data', file))
    expect(await runCommand(['restore', '--from', join(folder, 'backups')], environment)).toMatchObject({ exitCode: 0 })
    expectAllOwned()
    await (await startServer()).stop()
  })
})

describe.runIf(canSwitchUsers)('links that the user of the server made', { timeout: 120_000 }, () => {
  /** Another server of root, whose folders only root can change. */
  let others: string
  const asServer = (lines: string) =>
    execFileSync(process.execPath, ['-e', `const { rmSync, symlinkSync } = require('fs'); ${lines}`], {
      uid: serverUser,
      gid: serverUser,
      cwd: folder,
    })
  const contents = () =>
    readdirSync(others, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name)).toString('base64')])
  /** Runs the command, and says whether it was refused and left the other files alone. */
  const isRefused = async (command: string[], changed = environment) => {
    const before = contents()
    const { exitCode } = await runCommand(command, changed)
    return exitCode !== null && [64, 74, 78].includes(exitCode) && isDeepStrictEqual(contents(), before)
  }

  beforeEach(async () => {
    others = join(folder, 'others')
    mkdirSync(others, { mode: 0o700 })
    const theirs = {
      ...environment,
      DATABASE_URL: `file:${join(others, 'test.db')}`,
      ENCRYPTION_KEYS_FILE: join(others, 'keys'),
    }
    await runCommand(['bots', 'add', 'secret', '--name', 'Secret'], theirs)
    await runCommand(['backup', '--to', join(others, 'backups')], theirs)
    await (await startServer()).stop()
  })

  it('do not lead root to write a backup into another folder', async () => {
    asServer(`symlinkSync('${others}', 'data/backups')`)
    expect(await isRefused(['backup', '--to', join(folder, 'data/backups')])).toBe(true)
    expect(await isRefused(['backup', '--to', join(folder, 'data/backups/new')])).toBe(true)
  })

  it('do not lead root to another database or key file', async () => {
    asServer(`rmSync('keys/keys'); symlinkSync('${join(others, 'keys')}', 'keys/keys')`)
    expect(await isRefused(['encryption-keys', 'rotate', '--new-key'])).toBe(true)
    expect(await isRefused(['bots', 'list'])).toBe(true)
    asServer(`rmSync('data/test.db'); symlinkSync('${join(others, 'test.db')}', 'data/test.db')`)
    expect(await isRefused(['bots', 'add', 'sales', '--name', 'Sales'])).toBe(true)
    expect(await isRefused(['hold-restored'])).toBe(true)
  })

  it('do not lead root to make a database or a key file in another folder', async () => {
    asServer(`symlinkSync('${others}', 'keys/new')`)
    const changed = { ...environment, ENCRYPTION_KEYS_FILE: join(folder, 'keys/new/other-keys') }
    asServer(`for (const name of ['test.db', 'test.db.lock']) rmSync('data/' + name)`)
    expect(await isRefused(['bots', 'list'], changed)).toBe(true)
    asServer(`symlinkSync('${others}', 'data/new')`)
    expect(
      await isRefused(['bots', 'list'], { ...environment, DATABASE_URL: `file:${join(folder, 'data/new/other.db')}` }),
    ).toBe(true)
  })

  it('do not lead root to restore a file that only root can read', async () => {
    const [backup = ''] = readdirSync(join(others, 'backups'))
    asServer(`symlinkSync('${join(others, 'backups', backup)}', 'data/${backup}')`)
    expect(await isRefused(['restore', '--from', join(folder, 'data')])).toBe(true)
  })
})

describe.runIf(canSwitchUsers)('commands that another user runs', { timeout: 120_000 }, () => {
  const asOther = (command: string[]) =>
    startProgram('cli.ts', command, environment, { uid: otherUser, gid: otherUser, folder }).ended

  it.each([0o700, 0o777])('are refused and change nothing (folders with mode %o)', async (mode) => {
    const server = await startServer()
    for (const name of ['data', 'keys']) chmodSync(join(folder, name), mode)
    const read = () => {
      const client = new SQLite(join(folder, 'data/test.db'), { readonly: true })
      const rows = client.prepare('select (select count(*) from bots), (select count(*) from audit_events)').raw().get()
      client.close()
      return { rows, files: [...ownersIn('data'), ...ownersIn('keys')], entries: readdirSync(folder) }
    }
    const before = read()
    for (const command of [
      ['bots', 'add', 'sales', '--name', 'Sales'],
      ['service-keys', 'list'],
      ['encryption-keys', 'rotate', '--new-key'],
      ['encryption-keys', 'forget', '--key', 'k1', '--yes'],
      ['backup', '--to', join(folder, 'data/backups')],
      ['restore', '--from', join(folder, 'data')],
      ['release-sending'],
    ])
      expect({ command, ...(await asOther(command)) }).toMatchObject({
        command,
        exitCode: 74,
        output: expect.stringMatching(
          /^The (folder|database) \S+ belongs to the user 4711, and you are 4712\. Run this command as that user or as root, .*Nothing was changed\.\n$/,
        ),
      })
    expect(read()).toEqual(before)
    expect(await server.readiness()).toMatchObject({ code: 200 })
    await server.stop()
  })

  it('a key file that the user of the server may not read is not taken for a lost one', async () => {
    await (await startServer()).stop()
    chownSync(join(folder, 'keys'), 0, 0)
    for (const command of [
      ['encryption-keys', 'verify'],
      ['encryption-keys', 'forget', '--key', 'k1', '--yes'],
      ['bots', 'list'],
    ]) {
      const { ended } = startProgram('cli.ts', command, environment, { uid: serverUser, gid: serverUser, folder })
      expect({ command, ...(await ended) }).toMatchObject({
        command,
        exitCode: 78,
        output: expect.stringMatching(/cannot be read \(EACCES\)/),
      })
    }
  })
})

describe.runIf(canSwitchUsers)('a running server', { timeout: 120_000 }, () => {
  it('reports a key file that it can no longer read, and recovers', async () => {
    const server = await startServer()
    const file = environment['ENCRYPTION_KEYS_FILE'] ?? ''
    const isNotReady = { code: 503, reason: 'encryption-keys-unreadable' }
    chownSync(file, 0, 0)
    expect(await server.readiness()).toMatchObject(isNotReady)
    chownSync(file, serverUser, serverUser)
    expect(await server.readiness()).toMatchObject({ code: 200 })
    chownSync(join(folder, 'keys'), 0, 0)
    expect(await server.readiness()).toMatchObject(isNotReady)
    chownSync(join(folder, 'keys'), serverUser, serverUser)
    rmSync(file)
    expect(await server.readiness()).toMatchObject(isNotReady)
    await server.stop()
  })
})

it.runIf(process.platform !== 'win32')('a command names a folder that it cannot use', { timeout: 60_000 }, async () => {
  rmSync(join(folder, 'data'), { recursive: true })
  const { exitCode, output } = await runCommand(['backup', '--to', '/proc/backups'], environment)
  expect({ exitCode, output }).toEqual({
    exitCode: 74,
    output: expect.stringMatching(/^\/proc\/backups cannot be .*\n$/),
  })
})
