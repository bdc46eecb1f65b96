import { type Logger, pino } from 'pino'

/** JSON lines on standard output. Logs only chosen fields, and never anything that was sent. */
export const createLogger = (level: string): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // Asynchronous and buffered, so that no request waits for the log. The rest is flushed when the process ends.
    pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 }),
  )
