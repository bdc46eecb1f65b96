import type { Server, Socket } from 'node:net'

const rawSockets = new Map<string, Socket>()

function nameSocket({ localPort, remotePort }: Socket): string {
  return `${localPort} ${remotePort}`
}

/** Remembers the TCP socket of each TLS connection, because `TLSSocket` cannot be reset. */
export function watchConnections(server: Server): void {
  server.on('connection', (raw: Socket) => {
    const name = nameSocket(raw)
    rawSockets.set(name, raw)
    raw.once('close', () => {
      if (rawSockets.get(name) === raw) rawSockets.delete(name)
    })
  })
}

/** Sends RST, so that the other side gets ECONNRESET. */
export function resetConnection(socket: Socket): void {
  rawSockets.get(nameSocket(socket))?.resetAndDestroy()
  socket.destroy()
}
