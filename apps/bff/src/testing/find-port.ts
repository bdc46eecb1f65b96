import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports of outgoing connections, of which parallel tests make thousands. */
const first = 20_000
const count = 10_000

/** Finds a free port for a program that needs it before it starts, or after each restart. */
export async function findPort(): Promise<number> {
  const port = first + Math.floor(Math.random() * count)
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return await findPort()
  }
  server.close()
  await once(server, 'close')
  return port
}
