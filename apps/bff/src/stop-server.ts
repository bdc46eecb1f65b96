import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Dependencies } from './dependencies.ts'

/** The longest time from the signal to the end. A supervisor has to wait longer before it kills the process. */
export const stopWithinMs = 28_000

/** This long before the end, the server stops waiting for Microsoft, writes results and responds to callers. */
const abandonMs = 3_000

/** This long before the end, the server cuts connections and closes the storage. */
const cutOffMs = 1_000

/** For this long, responses announce the close of their connection. Then the server closes idle connections. */
const drainMs = 500

const closeIdleEveryMs = 100

/** Whether the work finishes before the moment (milliseconds of `performance.now()`). */
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
  dependencies: Pick<Dependencies, 'announceStop' | 'mail' | 'storage' | 'close'>
}

/** Finishes the running work, starts nothing new, and closes everything within the given time. */
export async function stopServer({ server, dependencies }: Running, withinMs = stopWithinMs): Promise<void> {
  const end = performance.now() + withinMs
  dependencies.announceStop()
  // The close() of http closes idle connections immediately, although a request may be arriving on one.
  const isClosed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve))
  const { mail, storage } = dependencies
  // After a fault that no retry can fix, no result can be recorded.
  const work = Promise.all([isClosed, mail.stop()]).then(() =>
    Promise.race([mail.recordResults(), storage.faults.happened]),
  )
  await wait(drainMs)
  server.closeIdleConnections()
  // A connection becomes idle only after its last response, and nothing else closes it then.
  const closingIdle = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs)
  if (!(await isFinishedBy(end - abandonMs, work))) {
    await isFinishedBy(end - cutOffMs, Promise.all([mail.abandonRequests(), work]))
    server.closeAllConnections()
  }
  clearInterval(closingIdle)
  await isFinishedBy(end, dependencies.close())
}
