import { type Logger, pino } from 'pino'

/** At the end, the log's reader gets this long to take the rest. */
const flushWithinMs = 500

/** If the output accepts nothing, such as on a full disk, more than this is dropped. */
const longestBacklog = 1_048_576

/** JSON lines on standard output. Logs only chosen fields, and never anything that was sent. */
export function createLogger(level: string): Logger {
  // Asynchronous and buffered, so that no request waits for the log.
  const output = pino.destination({
    dest: 1,
    sync: false,
    minLength: 16_000,
    periodicFlush: 100,
    maxLength: longestBacklog,
  })
  // The server works without its log.
  output.on('error', () => undefined)
  // Called when the process ends. It would repeat a write that fails, such as to a closed pipe, forever.
  output.flushSync = () => undefined
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    output,
  )
}

const flush = (logger: Logger): Promise<void> => new Promise((resolve) => logger.flush(() => resolve()))

/** Writes the rest of the log, and ends the process. */
export async function exitWithLog(logger: Logger, exitCode: number): Promise<void> {
  const isWritten = await new Promise<boolean>((resolve) => {
    setTimeout(resolve, flushWithinMs, false)
    // A flush during a write waits only for that write. What then remains fits into one more.
    void flush(logger)
      .then(() => flush(logger))
      .then(() => resolve(true))
  })
  // A write to a pipe whose reader is stuck never returns, and a normal exit waits for it.
  if (!isWritten) process.kill(process.pid, 'SIGKILL')
  process.exit(exitCode)
}
