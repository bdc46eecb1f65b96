import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createWebhookSender } from './webhook-sender.ts'

let server: Server
let port: number
let connections: number
let close: () => Promise<void>

beforeEach(async () => {
  connections = 0
  server = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterEach(async () => {
  await close()
  server.close()
})

const inside: LookupAddress = { address: '127.0.0.1', family: 4 }
const outside: LookupAddress = { address: '20.190.128.1', family: 4 }

it.each([
  ['this machine', [inside]],
  ['this machine, by an IPv4-compatible address', [{ address: '::7f00:1', family: 6 }]],
  ['this machine, by a mapped address', [{ address: '::ffff:127.0.0.1', family: 6 }]],
  ['this machine beside the internet', [outside, inside]],
  ['the internet beside this machine', [inside, outside]],
  ['nowhere', []],
])('connects to nothing if the name leads to %s', async (_name, addresses) => {
  const asked: string[] = []
  const sender = createWebhookSender([], (name, _options, callback) => {
    asked.push(name)
    callback(null, addresses)
  })
  close = () => sender.close()
  expect(await sender.post(`https://alerts.example.com:${port}/`, {}, '')).toBe(null)
  expect(asked).toEqual(['alerts.example.com'])
  expect(connections).toBe(0)
})

it.each([
  ['alerts.corp.example', 'https://alerts.corp.example:443/x', true],
  ['Alerts.Corp.Example', 'https://alerts.corp.example/x', true],
  ['alerts.corp.example:443', 'https://alerts.corp.example/x', true],
  ['alerts.corp.example:80', 'http://alerts.corp.example/x', true],
  ['alerts.corp.example.:8443', 'https://alerts.corp.example:8443/x', true],
  ['[FD00:0::1]:8443', 'https://[fd00::1]:8443/x', true],
  ['alerts.corp.example:8443', 'http://alerts.corp.example/x', false],
  ['alerts.corp.example:443', 'http://alerts.corp.example/x', false],
  ['alerts.corp.example', 'http://other.corp.example/x', false],
])('compares the allowed host %s with %s as hosts: %s', (allowed, url, isAllowed) => {
  const sender = createWebhookSender([allowed])
  close = () => sender.close()
  expect(sender.findFault(url) === null).toBe(isAllowed)
})
