import '../require-node.js'
import { parseConfig } from './config/config.ts'
import { StartupError } from './config/exit-codes.ts'
import { refuseInspection } from './config/refuse-inspection.ts'

try {
  refuseInspection(process)
  const config = parseConfig(process.env)
  // Loaded after the configuration was read: a bad variable is told within milliseconds.
  const { startServer } = await import('./start-server.ts')
  await startServer(config)
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}
