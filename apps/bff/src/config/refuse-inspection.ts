import { url as inspectorUrl } from 'node:inspector'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'

/** Options of Node that expose the memory of the process, which contains secrets. */
const openingOptions = /--(inspect|heapsnapshot)[\w-]*/

/** Refuses to run in a process that can be inspected. `pnpm dev`, which watches its files, is allowed. */
export function refuseInspection({ execArgv, env }: Pick<NodeJS.Process, 'execArgv' | 'env'>): void {
  if (env['WATCH_REPORT_DEPENDENCIES'] !== undefined) return
  const [option] = openingOptions.exec([...execArgv, env['NODE_OPTIONS']].join(' ')) ?? []
  if (option !== undefined || inspectorUrl() !== undefined)
    throw new StartupError(
      exitCodes.configuration,
      `${option ?? 'An inspector'} exposes the memory of this process, which contains secrets. Remove it, or use "pnpm dev".`,
    )
  // Without a handler, Node starts the inspector on this signal.
  process.on('SIGUSR1', () => undefined)
}
