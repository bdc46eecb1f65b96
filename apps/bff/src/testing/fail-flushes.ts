import { spawn, spawnSync } from 'node:child_process'

const faults = ['-f', '-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO']

/** True only if strace is installed and can trace other processes. */
export const canFailFlushes =
  process.platform === 'linux' && spawnSync('strace', [...faults, 'true'], { stdio: 'ignore' }).status === 0

/** Makes the process's flushes (of all files or of `file`) fail as on a broken disk. Returns a function that ends it. */
export async function failFlushes(processId: number, file?: string): Promise<() => Promise<void>> {
  const child = spawn('strace', [...faults, ...(file ? ['-P', file] : []), '-p', String(processId)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let printed = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk
      if (printed.includes('attached')) resolve()
    })
    child.once('close', () => reject(new Error(`strace ended: ${printed}`)))
  })
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}
