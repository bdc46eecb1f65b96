import { type Logger, pino } from 'pino'

/** JSON lines on standard output. Only chosen fields are logged; nothing that was sent is among them. */
export const createLogger = (level: string): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    // No request waits for the reader of the log, and one write takes many lines; what is left goes out at the end.
    pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: 100 }),
  )
