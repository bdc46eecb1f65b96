import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Provider } from 'oidc-provider'

export interface Account {
  email: string
  name: string
}

/** The organization's OpenID Connect provider, where a person chooses an account or cancels. */
export interface IdentityProvider {
  /** The settings of a server that uses this provider. */
  environment: Record<string, string>
  close(): Promise<void>
}

const client = { id: 'dashboard', secret: 'the-secret-of-the-client-at-the-provider' }

const buttons = (accounts: Record<string, Account>) =>
  Object.entries(accounts)
    .map(([subject, { name }]) => `<button name="account" value="${subject}">${name}</button>`)
    .join('')

const style = `body { max-width: 20rem; margin: 15vh auto; padding: 1rem; font-family: system-ui, sans-serif }
button { display: block; width: 100%; margin-block: 0.75rem; padding: 0.75rem; font: inherit; cursor: pointer }`

const page = (accounts: Record<string, Account>) => `<!doctype html><html lang="en"><title>Contoso sign-in</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><style>${style}</style>
<h1>Contoso sign-in</h1><form method="post">
${buttons(accounts)}
<button name="account" value="">Cancel</button></form>`

/** `callback` is the address to which the product sends people back. */
export async function startIdentityProvider(
  callback: string,
  accounts: Record<string, Account>,
): Promise<IdentityProvider> {
  const server = createServer((request, response) => void handleRequest(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [callback],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['a-key-for-tests'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: async () => ({ sub: subject, email_verified: true, ...accounts[subject] }),
    }),
    // Grants consent without asking the user.
    async loadExistingGrant(context) {
      const { client: asking, session } = context.oidc
      const grant = new context.oidc.provider.Grant({
        ...(asking && { clientId: asking.clientId }),
        ...(session?.accountId && { accountId: session.accountId }),
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()

  async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!request.url?.startsWith('/interaction/')) return void handle(request, response)
    if (request.method !== 'POST')
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(page(accounts))
    const accountId = new URLSearchParams(await text(request)).get('account')
    const result = accountId ? { login: { accountId } } : { error: 'access_denied' }
    await provider.interactionFinished(request, response, result)
  }

  return {
    environment: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
