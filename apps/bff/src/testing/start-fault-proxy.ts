import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Where a connection breaks: so many bytes after the order, counted in one direction. TLS passes through unread. */
export interface Cut {
  direction: 'towards' | 'back'
  afterBytes: number
  /** `reset` is RST, `close` FIN, `freeze` lets nothing more through in either direction. */
  how: 'reset' | 'close' | 'freeze'
}

/** Stands between the server and Microsoft, as a network does that breaks at the worst moment. */
export interface FaultProxy {
  url: string
  /** For whichever connection carries the next bytes in that direction. */
  cutNext(cut: Cut): void
  /** Whether the ordered cut has happened. */
  hasCut(): boolean
  /** Takes no further connections, and breaks those that are open. */
  close(): Promise<void>
}

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let ordered: Cut | null = null
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
      if (ordered?.direction !== direction || (owner !== null && owner !== from)) {
        to.write(chunk)
        return
      }
      owner = from
      if (chunk.length < ordered.afterBytes) {
        ordered = { ...ordered, afterBytes: ordered.afterBytes - chunk.length }
        to.write(chunk)
        return
      }
      const { how, afterBytes } = ordered
      ordered = null
      owner = null
      const rest = chunk.subarray(0, afterBytes)
      // What was let through arrives before the break.
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
    pass(client, upstream, 'towards', [client, upstream])
    pass(upstream, client, 'back', [client, upstream])
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    cutNext(cut) {
      ordered = cut
      owner = null
    },
    hasCut: () => ordered === null,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
