import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Dependencies } from './dependencies.ts'

/** From the signal to the end, whatever Microsoft does: a supervisor that kills has to wait longer. */
export const stopWithinMs = 28_000

/** So long before the end nobody waits for Microsoft any more: results have to be written, and callers answered. */
const abandonMs = 3_000

/** So long before the end connections are cut, and the storage is closed. */
const cutOffMs = 1_000

/** So long a connection that is in use is told to close with its next answer, before those without a request are closed. */
const drainMs = 500

const closeIdleEveryMs = 100

/** Whether the work is finished by then (milliseconds of `performance.now()`). */
async function isFinishedBy(moment: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const expiry = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, Math.max(moment - performance.now(), 0), false)
  })
  try {
    return await Promise.race([work.then(() => true), expiry])
  } finally {
    clearTimeout(timer)
  }
}

interface Running {
  server: Server
  dependencies: Pick<Dependencies, 'announceStop' | 'mail' | 'close'>
}

/** Finishes what was begun, begins nothing new, and closes everything, all within one budget. */
export async function stopServer({ server, dependencies }: Running, withinMs = stopWithinMs): Promise<void> {
  const end = performance.now() + withinMs
  dependencies.announceStop()
  // The close() of http would cut off idle connections at once, on one of which a request may just arrive.
  const isClosed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve))
  const work = Promise.all([isClosed, dependencies.mail.stop()])
  await wait(drainMs)
  server.closeIdleConnections()
  // A connection that carried the last answer is idle only after it, and nobody else would close it then.
  const closingIdle = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs)
  if (!(await isFinishedBy(end - abandonMs, work))) {
    await isFinishedBy(end - cutOffMs, Promise.all([dependencies.mail.abandonRequests(), work]))
    server.closeAllConnections()
  }
  clearInterval(closingIdle)
  await isFinishedBy(end, dependencies.close())
}
