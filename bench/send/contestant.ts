import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { ClientSecretCredential } from '@azure/identity'
import { serve } from '@hono/node-server'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { type Context, Hono } from 'hono'
import { createTransport } from 'nodemailer'
import { OutlookTransport } from 'outlook-nodemailer-transport'
import { Agent, request } from 'undici'
import { toGraph } from './message.ts'

/**
 * The simplest server that a team could write with a library: it sends each message to Microsoft and returns the status,
 * without keys, checks or records. The first two pass on the body for Graph as it is. The Graph client is configured as
 * in its documentation (Choose a Microsoft Graph authentication provider); the others have a token that never expires.
 */
const [, , kind = '', upstream = ''] = process.argv
const pathOf = (userId: string) => `/v1.0/users/${userId}/sendMail`
const token = 'x'.repeat(1_600)
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }

const agent = new Agent({ keepAliveTimeout: 60_000 })
const credential = new ClientSecretCredential(
  'c0470505-0000-4000-8000-00000000c001',
  'c0470505-0000-4000-8000-00000000a001',
  'bench~secret.value_0000000000000000000001',
  { authorityHost: upstream, disableInstanceDiscovery: true },
)
const graph = Client.initWithMiddleware({
  baseUrl: `${upstream}/`,
  authProvider: new TokenCredentialAuthenticationProvider(credential, {
    scopes: ['https://graph.microsoft.com/.default'],
  }),
  customHosts: new Set(['localhost']),
})

/** The transport knows only Microsoft's host name, so its connections are led to the upstream. */
class UpstreamAgent extends https.Agent {
  override createConnection(...[options, callback]: Parameters<https.Agent['createConnection']>) {
    const { hostname, port } = new URL(upstream)
    return super.createConnection({ ...options, host: hostname, port, servername: hostname }, callback)
  }
}
const outlook = createTransport(new OutlookTransport({ userId: 'users/bench', auth: { accessToken: token } }))

type Message = Parameters<typeof toGraph>[0]

const senders: Record<string, (userId: string, http: Context) => Promise<number>> = {
  'hono-fetch': async (userId, { req }) => {
    const body = await req.arrayBuffer()
    const response = await fetch(`${upstream}${pathOf(userId)}`, { method: 'POST', headers, body })
    await response.arrayBuffer()
    return response.status
  },
  'hono-undici': async (userId, { req }) => {
    const body = Buffer.from(await req.arrayBuffer())
    const response = await request(`${upstream}${pathOf(userId)}`, { method: 'POST', headers, body, dispatcher: agent })
    await response.body.dump()
    return response.statusCode
  },
  'graph-client': async (userId, { req }) => {
    await graph.api(`/users/${userId}/sendMail`).post(toGraph(await req.json<Message>()))
    return 202
  },
  'nodemailer-outlook': async (_userId, { req }) => {
    const { to, subject, html, attachments } = await req.json<Message>()
    await outlook.sendMail({
      from: 'bench@contoso.example',
      to,
      subject,
      html,
      attachments: attachments.map((attachment) => ({ ...attachment, encoding: 'base64' })),
    })
    return 202
  },
}
const send = senders[kind]
if (!send) throw new Error(`There is no contestant ${kind}`)
if (kind === 'nodemailer-outlook') https.globalAgent = new UpstreamAgent({ keepAlive: true })

const app = new Hono()
app.post('/api/v1/bots/:botId/messages', async (context) => {
  const status = await send(context.req.param('botId'), context)
  return context.json({ state: status === 202 ? 'accepted' : 'failed' }, status === 202 ? 202 : 502)
})
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
