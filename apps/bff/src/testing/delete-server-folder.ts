import { globSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { signalTree } from './signal-tree.ts'

/** A process of its own: when its input closes, it ends the programs whose `.pid` files are in a folder, and deletes it. */

const [folder = ''] = process.argv.slice(2)

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch {
    return false
  }
}

async function end(processId: number): Promise<void> {
  signalTree(processId, 'SIGQUIT')
  // If it was paused, the first signal waits for this one.
  signalTree(processId, 'SIGCONT')
  while (isRunning(processId)) await new Promise((resolve) => setTimeout(resolve, 10))
}

for await (const _ of process.stdin);
const processIds = globSync('**/*.pid', { cwd: folder }).map((file) =>
  Number.parseInt(readFileSync(`${folder}/${file}`, 'utf8'), 10),
)
await Promise.all(processIds.filter(isRunning).map(end))
await rm(folder, { recursive: true, force: true, maxRetries: 5 })
