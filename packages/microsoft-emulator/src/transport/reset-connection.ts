import type { Server, Socket } from 'node:net'

const rawSockets = new Map<string, Socket>()

function nameOf({ localPort, remotePort }: Socket): string {
  return `${localPort} ${remotePort}`
}

/** Remembers the TCP socket under each TLS connection: only it can be reset, `TLSSocket` refuses to. */
export function watchConnections(server: Server): void {
  server.on('connection', (raw: Socket) => {
    const name = nameOf(raw)
    rawSockets.set(name, raw)
    raw.once('close', () => {
      if (rawSockets.get(name) === raw) rawSockets.delete(name)
    })
  })
}

/** Tears the connection down with RST, so that the other side sees ECONNRESET. */
export function resetConnection(socket: Socket): void {
  rawSockets.get(nameOf(socket))?.resetAndDestroy()
  socket.destroy()
}
