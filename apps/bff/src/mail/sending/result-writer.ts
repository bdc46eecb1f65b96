import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'

/** Before each further try. */
const delaysMs = [100, 400, 1_500]
const laterDelayMs = 5_000

/** How long a caller waits for the record of a result. */
const callerWaitsMs = 2_000

/** Returns whether the work is done after this time at the latest. */
const isDoneWithin = (milliseconds: number, work: Promise<void>): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds, false)
    void work.then(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })

/** Records the results of messages that Microsoft may have, whatever state the storage is in. */
export interface ResultWriter {
  /**
   * Tries again if a result cannot be written, in the end without the caller. The caller gets the result anyway: an
   * error would make them send it twice. If the process ends first, the message becomes `unknown`; a warning in the log
   * names it.
   */
  write(messageId: string, attempt: () => Promise<unknown>): Promise<void>
  /** Resolves when every result is written. */
  finish(): Promise<void>
}

export function createResultWriter(logger: Pick<Logger, 'warn'>): ResultWriter {
  const unfinished = new Set<Promise<void>>()

  async function writeUntilDone(attempt: () => Promise<unknown>): Promise<void> {
    const writesNow = () =>
      attempt().then(
        () => true,
        () => false,
      )
    for (let tries = 0; !(await writesNow()); tries += 1)
      await wait(delaysMs[tries] ?? laterDelayMs, undefined, { ref: false })
  }

  return {
    async write(messageId, attempt) {
      const written = writeUntilDone(attempt)
      unfinished.add(written)
      void written.then(() => unfinished.delete(written))
      if (!(await isDoneWithin(callerWaitsMs, written)))
        logger.warn({ messageId }, 'the result of a message is not recorded yet')
    },
    async finish() {
      while (unfinished.size > 0) await Promise.all(unfinished)
    },
  }
}
