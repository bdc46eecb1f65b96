import { execFileSync } from 'node:child_process'

/** Signals a process and its children. PostgreSQL gives each of them a process group of its own. */
export function signalTree(processId: number, signal: NodeJS.Signals): void {
  // The parent first: once it is stopped, it starts no more children.
  signalIfRunning(processId, signal)
  for (const line of execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')) {
    const [child, parent] = line.trim().split(/\s+/).map(Number)
    if (child !== undefined && parent === processId) signalIfRunning(child, signal)
  }
}

function signalIfRunning(processId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(processId, signal)
  } catch {}
}
