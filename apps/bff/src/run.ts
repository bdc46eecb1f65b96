import { setFlagsFromString } from 'node:v8'
import { parseConfig } from './config/config.ts'
import { refuseInspection } from './config/refuse-inspection.ts'
import { StartupError } from './ground/exit-codes.ts'
import { actAsOwner } from './ground/file-owner.ts'
import { ignoreClosedOutput } from './ground/observability/closed-output.ts'

ignoreClosedOutput()

try {
  refuseInspection(process)
  const config = parseConfig(process.env)
  if (config.database.engine === 'sqlite') actAsOwner(config.database.file)
  // Loaded after the configuration is parsed, so that a wrong variable is reported within milliseconds.
  const { startServer } = await import('./start-server.ts')
  // V8 would allocate objects of requests as old ones, since many requests wait together for the same commit. Each would
  // then keep the rest of its request in memory until the next full collection: collections took three times longer.
  // Only now: after a flag has changed, V8 compiles each of Node's own modules again when it is loaded.
  setFlagsFromString('--no-allocation-site-pretenuring')
  // V8 counts the buffers of large messages, and then lets the heap grow only a little until the next full collection.
  // There was one for every seventh message with 1 MB, which took half of the processor time. Now it may grow threefold.
  setFlagsFromString('--heap-growing-percent=200')
  await startServer(config)
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}
