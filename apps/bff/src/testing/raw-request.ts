import { connect, type Socket } from 'node:net'

export interface RawAnswer {
  /** 0: closed without an answer. */
  status: number
  text: string
  milliseconds: number
}

/** Writes bytes as they are to the port, and reads until the server closes the connection, or has answered once. */
export function sendRaw(
  port: number,
  text: string | Buffer,
  { until = 'answer', drip }: { until?: 'answer' | 'close'; drip?: (socket: Socket) => void } = {},
): Promise<RawAnswer> {
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text)
      drip?.(socket)
    })
    const finish = () => {
      socket.destroy()
      const answer = Buffer.concat(chunks).toString('latin1')
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
      resolve({ status, text: answer, milliseconds: performance.now() - startedAt })
    }
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (until === 'answer' && isWhole(Buffer.concat(chunks).toString('latin1'))) finish()
    })
    socket.on('error', () => undefined)
    socket.on('close', finish)
  })
}

function isWhole(answer: string): boolean {
  const [head = '', body] = answer.split('\r\n\r\n')
  const length = /^content-length: (\d+)/im.exec(head)?.[1]
  return (
    body !== undefined &&
    (length === undefined ? !/chunked/i.test(head) || body.includes('0\r\n') : body.length >= Number(length))
  )
}
