interface Period {
  now: Date
  /** How often the work is due, in milliseconds. */
  everyMs: number
  /** What `since` is the first time. */
  startedAt: Date
}

/** Work that only one of the servers that share a storage does at a time. */
export interface BackgroundJobs {
  /**
   * Does the work, unless another server is doing it or it is not due. `since` is the time up to which it was last done.
   * If the work fails, it stays due.
   */
  run(name: string, period: Period, work: (since: Date) => Promise<void>): Promise<void>
}

/** For a storage that only one server uses. */
export function createLocalJobs(): BackgroundJobs {
  const doneUntil = new Map<string, Date>()
  return {
    async run(name, { now, startedAt }, work) {
      const since = doneUntil.get(name) ?? startedAt
      await work(since)
      doneUntil.set(name, now)
    },
  }
}
