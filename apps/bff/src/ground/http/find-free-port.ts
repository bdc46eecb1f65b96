import { createServer } from 'node:net'

/** Finds a port that is free now. Other errors than a missing port appear when the server listens. */
export const findFreePort = (host: string): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(0))
    server.listen(0, host, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
