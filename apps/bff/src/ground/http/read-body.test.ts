import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { readBody } from './read-body.ts'

const limit = { maxBodyBytes: 100_000, body: {} as never }
let close: (() => void) | undefined
afterEach(() => close?.())

/** Sends a request, closes the connection, and reads the body only then. */
async function readAfterClose(...parts: string[]): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    incoming.on('error', () => undefined)
    incoming.socket.once('close', () => {
      setTimeout(() => void readBody(incoming, outgoing, limit, async () => undefined).then(resolve, resolve), 20)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  close = () => server.close()
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.setNoDelay()
  for (const part of parts) {
    socket.write(part)
    await wait(20)
  }
  socket.destroy()
  return await promise
}

const post = (length: number, body: string) =>
  `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`

it('reads a body that arrived whole before its sender left', async () => {
  const json = JSON.stringify({ value: 'x'.repeat(1_000) })
  expect(await readAfterClose(post(json.length, json))).toEqual(JSON.parse(json))
  const request = post(json.length, json)
  expect(await readAfterClose(request.slice(0, -500), request.slice(-500))).toEqual(JSON.parse(json))
})

it('refuses a body whose sender left before its end', async () => {
  expect(await readAfterClose(post(100, '{"value":'))).toMatchObject({
    slug: 'invalid-json',
    details: { detail: 'The connection ended before the whole body arrived.' },
  })
})

it('keeps bodies apart that arrive together in pieces, while the rights of their senders are decided again', async () => {
  const bodies: unknown[] = []
  const server = createServer((incoming, outgoing) => {
    void readBody(incoming, outgoing, limit, () => wait(50)).then((body) => {
      bodies.push(body)
      outgoing.end()
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  close = () => server.close()
  const values = Array.from('abcd', (letter) => ({ value: letter.repeat(90_000) }))
  const { port } = server.address() as AddressInfo
  const clients = values.map((value) => {
    const json = JSON.stringify(value)
    return { socket: connect(port, '127.0.0.1').setNoDelay(), request: post(json.length, json) }
  })
  for (const [start, end] of [
    [0, 30_000],
    [30_000, 60_000],
    [60_000, undefined],
  ]) {
    for (const { socket, request } of clients) socket.write(request.slice(start, end))
    await wait(60)
  }
  await expect.poll(() => bodies.length).toBe(values.length)
  for (const { socket } of clients) socket.destroy()
  expect(bodies).toEqual(expect.arrayContaining(values))
})
