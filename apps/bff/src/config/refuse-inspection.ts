import { url as inspectorUrl } from 'node:inspector'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'

/** Options of Node that open the memory of the process, or write it to a file: secrets lie there. */
const openingOptions = /--(inspect|heapsnapshot)[\w-]*/

/** Refuses a process that can be looked into. `pnpm dev`, which watches its files, is the place for that. */
export function refuseInspection({ execArgv, env }: Pick<NodeJS.Process, 'execArgv' | 'env'>): void {
  if (env['WATCH_REPORT_DEPENDENCIES'] !== undefined) return
  const [option] = openingOptions.exec([...execArgv, env['NODE_OPTIONS']].join(' ')) ?? []
  if (option !== undefined || inspectorUrl() !== undefined)
    throw new StartupError(
      exitCodes.configuration,
      `${option ?? 'An inspector'} opens the memory of this process, where secrets lie. Start it without, or use "pnpm dev".`,
    )
  // By itself, Node opens the inspector at this signal.
  process.on('SIGUSR1', () => undefined)
}
