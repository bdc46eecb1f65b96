import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems give to outgoing connections, of which the tests beside this one make thousands. */
const first = 20_000
const count = 10_000

/** A free port for a program that is told it before it starts, or takes it again and again. */
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
