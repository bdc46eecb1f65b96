import { connect, type Socket } from 'node:net'

export interface RawResponse {
  /** 0 if the connection was closed without a response. */
  status: number
  text: string
  milliseconds: number
}

/** Writes raw bytes to the port, and reads one response or until the server closes the connection. */
export function sendRaw(
  port: number,
  text: string | Buffer,
  { until = 'response', drip }: { until?: 'response' | 'close'; drip?: (socket: Socket) => void } = {},
): Promise<RawResponse> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text)
      drip?.(socket)
    })
    const finish = () => {
      socket.destroy()
      const response = Buffer.concat(chunks).toString('latin1')
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(response)?.[1] ?? 0)
      resolve({ status, text: response, milliseconds: performance.now() - startedAt })
    }
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (until === 'response' && isComplete(Buffer.concat(chunks).toString('latin1'))) finish()
    })
    socket.on('error', () => undefined)
    socket.on('close', finish)
  })
}

function isComplete(response: string): boolean {
  const [head = '', body] = response.split('\r\n\r\n')
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  return (
    body !== undefined &&
    (length === undefined ? !/chunked/i.test(head) || body.includes('0\r\n') : body.length >= Number(length))
  )
}
