import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Where a connection breaks: after this many more bytes in one direction. TLS passes through unread. */
export interface Cut {
  direction: 'toward' | 'back'
  afterBytes: number
  /** `reset` sends RST, `close` sends FIN, `freeze` stops both directions. */
  how: 'reset' | 'close' | 'freeze'
}

/** A proxy between the server and Microsoft, or PostgreSQL, that acts like a network that fails at the worst moment. */
export interface FaultProxy {
  url: string
  /** Cuts the connection that carries the next bytes in that direction. */
  cutNext(cut: Cut): void
  /** Whether the requested cut has happened. */
  hasCut(): boolean
  /** Lets nothing through, without closing a connection or refusing one, as if every packet were dropped. */
  cutAll(): void
  /** Ends `cutAll`. What was sent meanwhile arrives, because TCP sends it again. */
  heal(): void
  /** Accepts no further connections and breaks the open ones. */
  close(): Promise<void>
}

/** Listens on a free port by default. */
export async function startFaultProxy(target: string, ownPort = 0): Promise<FaultProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let pending: Cut | null = null
  let owner: Socket | null = null
  /** During a cut, what will open the connections that clients begin; otherwise null. */
  let waiting: (() => void)[] | null = null

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
    sockets.add(client)
    const open = () => {
      if (client.destroyed) return
      const upstream = connect(Number(port), hostname)
      sockets.add(upstream)
      pass(client, upstream, 'toward', [client, upstream])
      pass(upstream, client, 'back', [client, upstream])
    }
    if (waiting === null) return open()
    // The client may give up.
    client.on('error', () => undefined)
    waiting.push(open)
  })
  await new Promise<void>((resolve) => server.listen(ownPort, '127.0.0.1', resolve))

  const url = new URL(target)
  url.host = `localhost:${(server.address() as AddressInfo).port}`

  return {
    url: url.href.replace(/\/$/, ''),
    cutNext(cut) {
      pending = cut
      owner = null
    },
    hasCut: () => pending === null,
    cutAll() {
      waiting ??= []
      for (const socket of sockets) socket.pause()
    },
    heal() {
      const openings = waiting ?? []
      waiting = null
      for (const open of openings) open()
      for (const socket of sockets) socket.resume()
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
