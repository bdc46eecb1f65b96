import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface Account {
  email?: string
  email_verified?: boolean
  name?: string
  roles?: string[]
}

/** A real OpenID Connect provider on a free port. The chosen account signs in automatically. */
export interface TestIdentityProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Claims by subject; can be changed at any time. */
  accounts: Record<string, Account>
  /** Chooses the account that signs in. */
  choose(subject: string): void
  /** The parameters of each request to the authorization endpoint. */
  asked: URLSearchParams[]
  /** Stops or resumes responding. */
  pause(isPaused: boolean): void
  close(): Promise<void>
}

export async function startIdentityProvider(redirectUri: string): Promise<TestIdentityProvider> {
  const accounts: Record<string, Account> = {}
  const asked: URLSearchParams[] = []
  let chosen = ''
  let isPaused = false
  let handle: ReturnType<Provider['callback']> | undefined
  let provider: Provider | undefined

  const server: Server = createServer((request, response) => {
    if (isPaused) return void request.socket.destroy()
    const url = new URL(request.url ?? '/', 'http://localhost')
    if (url.pathname === '/auth') asked.push(url.searchParams)
    if (!url.pathname.startsWith('/interaction/')) return void handle?.(request, response)
    void provider?.interactionFinished(request, response, { login: { accountId: chosen } })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = `http://localhost:${port}`
  const client = { clientId: 'dashboard', clientSecret: 'the-secret-of-the-client-at-the-provider' }
  provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub', 'roles'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ['a-key-for-tests'] },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: async () => ({ sub: subject, ...accounts[subject] }),
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
  handle = provider.callback()

  return {
    issuer,
    ...client,
    accounts,
    asked,
    choose: (subject) => {
      chosen = subject
    },
    pause: (paused) => {
      isPaused = paused
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
