import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { chown, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ServerUser } from './find-postgres.ts'
import { runSql } from './postgres.ts'

/** A temporary folder of programs that serve, which write their `.pid` files into it. */
export interface ServerFolder {
  path: string
  /** Starts a program, and waits until it answers at this address. */
  start(program: string, argumentList: string[], url: string): Promise<ChildProcess>
}

/**
 * Starts programs in a folder of their own. `close` ends them and deletes the folder. This also happens if the start fails,
 * and when the tests end in any way, even by SIGKILL.
 */
export async function startInFolder<Server>(
  user: ServerUser | null,
  start: (folder: ServerFolder) => Promise<Server>,
): Promise<Server & { close(): Promise<void> }> {
  const { close, ...folder } = await createFolder(user)
  try {
    return { ...(await start(folder)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function createFolder(user: ServerUser | null): Promise<ServerFolder & { close: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'office365-email-server-'))
  if (user) await chown(path, user.uid, user.gid)
  // Its input closes when this process ends. Outside of the terminal's group, Ctrl-C does not end it first.
  const cleaner = spawn(process.execPath, [join(import.meta.dirname, 'delete-server-folder.ts'), path], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  })
  cleaner.unref()

  return {
    path,
    async start(program, argumentList, url) {
      const log = join(path, `${new URL(url).port}.log`)
      const output = openSync(log, 'w')
      const options = { ...user, cwd: path, detached: true } as const
      const child = spawn(program, argumentList, { ...options, stdio: ['ignore', output, output] })
      closeSync(output)
      child.unref()
      const deadline = performance.now() + 20_000
      for (;;) {
        const isAnswered = await isReady(url)
        // If the program has ended, another server answers at this port.
        if (hasEnded(child) || performance.now() > deadline)
          throw new Error(`${program} did not start: ${await readFile(log, 'utf8')}`)
        if (isAnswered) return child
        await wait(10)
      }
    },
    async close() {
      cleaner.stdin.end()
      await waitForEnd(cleaner)
    },
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    if (url.startsWith('http')) return (await fetch(url)).ok
    await runSql(url, 'select')
    return true
  } catch {
    return false
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

export async function waitForEnd(child: ChildProcess): Promise<void> {
  child.ref()
  if (!hasEnded(child)) await once(child, 'exit')
}
