import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'

/** The minimal stand-in for Microsoft, the same for every contestant: tokens, and 202 for every mail after a delay. */
const { values } = parseArgs({ options: { key: { type: 'string' }, certificate: { type: 'string' } } })
if (!values.key || !values.certificate) throw new Error('--key and --certificate are required')

const counts = { mails: 0, connections: 0 }
let delayMs = 0
let stuckPath: string | null = null

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
/** As long as real tokens. */
const token = [base64url({ alg: 'RS256', typ: 'JWT' }), base64url({ roles: ['Mail.Send'] }), 'x'.repeat(1_500)].join(
  '.',
)

const server = createServer(
  { key: readFileSync(values.key), cert: readFileSync(values.certificate), keepAlive: true, keepAliveTimeout: 120_000 },
  (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost')
    const json = (body: object) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (url.pathname.endsWith('/sendMail')) {
      const respond = async () => {
        const pauseMs = url.pathname === stuckPath ? 2_000 : delayMs
        if (pauseMs > 0) await wait(pauseMs)
        counts.mails += 1
        response.writeHead(202, { 'request-id': '7b1f2a0e-5a0c-4f4e-9a55-0c1f5c3f7d10', 'content-length': '0' }).end()
      }
      request.resume().once('end', () => void respond())
      return
    }
    request.resume()
    if (url.pathname.endsWith('/.well-known/openid-configuration')) {
      const tenant = `https://${request.headers.host}/${url.pathname.split('/')[1]}`
      json({
        issuer: `${tenant}/v2.0`,
        authorization_endpoint: `${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${tenant}/discovery/v2.0/keys`,
      })
    } else if (url.pathname.endsWith('/token')) json({ token_type: 'Bearer', expires_in: 3599, access_token: token })
    else if (url.pathname === '/bench') {
      delayMs = Number(url.searchParams.get('delayMs') ?? delayMs)
      stuckPath = url.searchParams.get('stuckPath') ?? stuckPath
      json(counts)
    } else response.writeHead(404).end()
  },
)
server.on('secureConnection', () => {
  counts.connections += 1
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
