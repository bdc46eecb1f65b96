import { setTimeout as wait } from 'node:timers/promises'

/** Before each further try. */
const delaysMs = [100, 400, 1_500]
const laterDelayMs = 5_000

/** How long a caller waits for the record of a result. */
const callerWaitsMs = 2_000

/** Resolves when the work is done, or after this time. */
const withinMs = (milliseconds: number, work: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    void work.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Records the results of messages that Microsoft may have, whatever state the storage is in. */
export interface ResultWriter {
  /**
   * Tries again if a result cannot be written, in the end without the caller. The caller gets the result anyway: an
   * error would make them send it twice. If the process ends first, the message becomes `unknown`.
   */
  write(attempt: () => Promise<unknown>): Promise<void>
  /** Resolves when every result is written. */
  finish(): Promise<void>
}

export function createResultWriter(): ResultWriter {
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
    async write(attempt) {
      const written = writeUntilDone(attempt)
      unfinished.add(written)
      void written.then(() => unfinished.delete(written))
      await withinMs(callerWaitsMs, written)
    },
    async finish() {
      while (unfinished.size > 0) await Promise.all(unfinished)
    },
  }
}
