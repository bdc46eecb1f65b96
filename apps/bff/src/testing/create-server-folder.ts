import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { chown, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { ServerUser } from './find-postgres.ts'
import { runSql } from './postgres.ts'

/** A temporary folder of database servers, which write their `.pid` files into it. */
export interface ServerFolder {
  path: string
  /** Starts a server, and waits until it answers at this address. */
  start(program: string, argumentList: string[], url: string): Promise<ChildProcess>
  /** Ends the servers and deletes the folder. This also happens when the tests end in any way, even by SIGKILL. */
  delete(): Promise<void>
}

export async function createServerFolder(user: ServerUser | null): Promise<ServerFolder> {
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
    async delete() {
      cleaner.stdin.end()
      await waitForEnd(cleaner)
    },
  }
}

const isReady = (url: string): Promise<boolean> =>
  runSql(url, 'select').then(
    () => true,
    () => false,
  )

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

export async function waitForEnd(child: ChildProcess): Promise<void> {
  child.ref()
  if (!hasEnded(child)) await once(child, 'exit')
}
