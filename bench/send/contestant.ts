import type { AddressInfo } from 'node:net'
import { ClientSecretCredential } from '@azure/identity'
import { serve } from '@hono/node-server'
import { Client } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
import { Hono } from 'hono'
import { Agent, request } from 'undici'

/**
 * What a team would write in an afternoon: takes a message, asks Microsoft to send it, passes the status on. No key, no
 * check, no record. The Graph client is set up as its documentation does it (Microsoft Graph, Choose a Microsoft Graph
 * authentication provider); the others have a token that never ends.
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
    const answer = await fetch(url(userId), { method: 'POST', headers, body })
    await answer.arrayBuffer()
    return answer.status
  },
  'hono-undici': async (userId, body) => {
    const answer = await request(url(userId), { method: 'POST', headers, body, dispatcher: agent })
    await answer.body.dump()
    return answer.statusCode
  },
  'graph-client': async (userId, body) => {
    await graph.api(`/users/${userId}/sendMail`).post(JSON.parse(body))
    return 202
  },
}
const send = senders[kind]
if (!send) throw new Error(`no contestant ${kind}`)

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
