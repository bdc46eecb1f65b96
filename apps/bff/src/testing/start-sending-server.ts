import { example } from '@office365-email/microsoft-emulator'
import { startTestServer, type TestServer } from './start-test-server.ts'
import { createTestClient, type TestClient } from './test-client.ts'

export const contoso = {
  userEmail: example.userEmail,
  clientId: example.clientId,
  tenantId: example.tenantId,
  userId: example.userId,
  clientSecret: example.secret,
}

export interface SendingServer extends TestServer {
  admin: TestClient
  /** Adds a bot with a configuration, and a service that can send from it. */
  addBot(values?: Partial<Record<keyof typeof contoso, string>>): Promise<SendingBot>
}

export interface SendingBot {
  id: string
  messages: string
  service: TestClient
  key: string
}

export async function startSendingServer(options: Parameters<typeof startTestServer>[0] = {}): Promise<SendingServer> {
  const server = await startTestServer(options)
  const admin = await server.signIn()
  let count = 0
  return {
    ...server,
    admin,
    async addBot(values = {}) {
      count += 1
      const id = `sender-${count}`
      await admin.put(`/bots/${id}`, { name: `Sender ${count}` })
      const submitted = await admin.put(`/bots/${id}/office365`, { ...contoso, ...values })
      if (submitted.status !== 200) throw new Error(`Submit returned ${submitted.status}`)
      const scopes = ['messages:send', 'messages:read']
      const { body } = await admin.post('/service-keys', { name: `Service ${count}`, scopes, botIds: [id] })
      const service = createTestClient(server.url, server.url, body.key)
      return { id, messages: `/bots/${id}/messages`, service, key: body.key }
    },
  }
}

export const mail = (changes: object = {}) => ({
  to: ['ada@example.com'],
  subject: 'Your order',
  text: 'It is on its way.',
  ...changes,
})

/** Reads until `isThere` accepts the result. The test's own timeout ends it. */
export async function until<Result>(
  read: () => Promise<Result>,
  isThere: (result: Result) => boolean,
): Promise<Result> {
  for (;;) {
    const result = await read()
    if (isThere(result)) return result
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
