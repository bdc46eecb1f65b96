import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface OpenServer {
  port: number
  /** Also closes connections that are still open. */
  close(): Promise<void>
}

/** Listens on the loopback interface only. */
export async function openServer(server: Server, port: number): Promise<OpenServer> {
  server.keepAliveTimeout = 60_000
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
