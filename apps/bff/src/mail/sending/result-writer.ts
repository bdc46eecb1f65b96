import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'

/** Before each further try. */
const delaysMs = [100, 400, 1_500]
const laterDelayMs = 5_000

/** How long a caller waits for the record of a result. */
const callerWaitsMs = 2_000

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
    for (let tries = 0; ; tries += 1) {
      try {
        await attempt()
        return
      } catch {
        await wait(delaysMs[tries] ?? laterDelayMs, undefined, { ref: false })
      }
    }
  }

  return {
    write: (messageId, attempt) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          logger.warn({ messageId }, 'the result of a message is not recorded yet')
          resolve()
        }, callerWaitsMs)
        const written = writeUntilDone(attempt).then(() => {
          clearTimeout(timer)
          unfinished.delete(written)
          resolve()
        })
        unfinished.add(written)
      }),
    async finish() {
      while (unfinished.size > 0) await Promise.all(unfinished)
    },
  }
}
