import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

export interface Program {
  child: ChildProcess
  /** Resolves with everything that was printed when this text was printed to standard output or error. */
  printed(text: string | RegExp): Promise<string>
  ended: Promise<{ exitCode: number | null; signal: NodeJS.Signals | null; output: string; milliseconds: number }>
}

const { BUILT_SERVER: builtServer = '' } = process.env

/** Returns the bundle of this file that `build-for-tests.ts` made. */
export const findProgram = (file: 'main.ts' | 'cli.ts'): string => join(builtServer, file.replace('.ts', '.js'))

/** Starts a program of this package as a separate process, without this process's configuration. */
export function startProgram(
  file: 'main.ts' | 'cli.ts',
  argumentList: string[],
  environment: object,
  { input = '', folder = process.cwd(), ...user }: { input?: string; folder?: string; uid?: number; gid?: number } = {},
): Program {
  const startedAt = performance.now()
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(process.execPath, [findProgram(file), ...argumentList], {
    env: { PATH, HOME, TMPDIR, LOG_LEVEL: 'info', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: folder,
    ...user,
  })
  let output = ''
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      for (const look of waiting) look()
    })
  child.stdin.end(input)
  const ended = new Promise<Awaited<Program['ended']>>((resolve) =>
    child.once('close', (exitCode, signal) =>
      resolve({ exitCode, signal, output, milliseconds: performance.now() - startedAt }),
    ),
  )
  const isPrinted = (text: string | RegExp) => (typeof text === 'string' ? output.includes(text) : text.test(output))

  return {
    child,
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!isPrinted(text)) return
          waiting.delete(look)
          resolve(output)
        }
        waiting.add(look)
        void ended.then(() => reject(new Error(`The program ended without printing ${text}: ${output}`)))
        look()
      }),
  }
}

/** Runs an operator's command until it ends. */
export const runCommand = (
  argumentList: string[],
  environment: object,
  options?: { input?: string; folder?: string },
) => startProgram('cli.ts', argumentList, environment, options).ended
