import type { AddressInfo } from 'node:net'
import { ClientSecretCredential } from '@azure/identity'
import { serve } from '@hono/node-server'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { Hono } from 'hono'
import { Agent, request } from 'undici'

/**
 * The simplest server that a team could write: it sends each message to Microsoft and returns the status, without keys,
 * checks or records. The Graph client is configured as in its documentation (Choose a Microsoft Graph authentication
 * provider); the others have a token that never expires.
 */
const [, , kind = '', upstream = ''] = process.argv
const url = (userId: string) => `${upstream}/v1.0/users/${userId}/sendMail`
const token = 'x'.repeat(1_600)
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }

type Send = (userId: string, body: string) => Promise<number>

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

const senders: Record<string, Send> = {
  'hono-fetch': async (userId, body) => {
    const response = await fetch(url(userId), { method: 'POST', headers, body })
    await response.arrayBuffer()
    return response.status
  },
  'hono-undici': async (userId, body) => {
    const response = await request(url(userId), { method: 'POST', headers, body, dispatcher: agent })
    await response.body.dump()
    return response.statusCode
  },
  'graph-client': async (userId, body) => {
    await graph.api(`/users/${userId}/sendMail`).post(JSON.parse(body))
    return 202
  },
}
const send = senders[kind]
if (!send) throw new Error(`There is no contestant ${kind}`)

const toGraph = ({
  to,
  subject,
  text,
  attachments = [],
}: Record<string, unknown> & { attachments?: { filename: string; contentType: string; content: string }[] }) =>
  JSON.stringify({
    message: {
      subject,
      body: { contentType: 'Text', content: text },
      toRecipients: (to as string[]).map((address) => ({ emailAddress: { address } })),
      attachments: attachments.map(({ filename, contentType, content }) => ({
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: filename,
        contentType,
        contentBytes: content,
      })),
    },
    saveToSentItems: true,
  })

const app = new Hono()
app.post('/api/v1/bots/:botId/messages', async (context) => {
  const status = await send(context.req.param('botId'), toGraph(await context.req.json()))
  return context.json({ state: status === 202 ? 'accepted' : 'failed' }, status === 202 ? 202 : 502)
})
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
