import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Where a connection breaks: after this many more bytes in one direction. TLS passes through unread. */
export interface Cut {
  direction: 'toward' | 'back'
  afterBytes: number
  /** `reset` sends RST, `close` sends FIN, `freeze` stops both directions. */
  how: 'reset' | 'close' | 'freeze'
}

/** A proxy between the server and Microsoft that acts like a network that fails at the worst moment. */
export interface FaultProxy {
  url: string
  /** Cuts the connection that carries the next bytes in that direction. */
  cutNext(cut: Cut): void
  /** Whether the requested cut has happened. */
  hasCut(): boolean
  /** Accepts no further connections and breaks the open ones. */
  close(): Promise<void>
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let pending: Cut | null = null
  let owner: Socket | null = null

  function breakBoth(client: Socket, upstream: Socket, how: Cut['how']): void {
    for (const socket of [client, upstream]) {
      if (how === 'reset') socket.resetAndDestroy()
      else if (how === 'close') socket.end()
      else socket.pause().removeAllListeners('data')
    }
  }

  function pass(from: Socket, to: Socket, direction: Cut['direction'], both: [Socket, Socket]): void {
    from.on('data', (chunk) => {
      if (pending?.direction !== direction || (owner !== null && owner !== from)) {
        to.write(chunk)
        return
      }
      owner = from
      if (chunk.length < pending.afterBytes) {
        pending = { ...pending, afterBytes: pending.afterBytes - chunk.length }
        to.write(chunk)
        return
      }
      const { how, afterBytes } = pending
      pending = null
      owner = null
      const rest = chunk.subarray(0, afterBytes)
      // The bytes before the cut arrive first.
      if (rest.length > 0) to.write(rest, () => breakBoth(...both, how))
      else breakBoth(...both, how)
    })
    from.on('end', () => to.end())
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      if (owner === from) owner = null
      to.destroySoon()
    })
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    sockets.add(client).add(upstream)
    pass(client, upstream, 'toward', [client, upstream])
    pass(upstream, client, 'back', [client, upstream])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    cutNext(cut) {
      pending = cut
      owner = null
    },
    hasCut: () => pending === null,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
