import { join } from 'node:path'
import { type Core, folder, type Server, start, type Upstream } from './processes.ts'

const publicUrl = 'http://localhost'
const admin = { email: 'bench@example.com', password: 'bench-password-1' }

/** The mailbox's user ID of the bot with this index. */
export const userIdOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
const botIdOf = (index: number) => `bench-${index}`

interface ProductOptions {
  name: string
  entry: string
  nodeOptions?: string[]
  /** By default, an SQLite file of this name. */
  databaseUrl?: string
  core?: Core
  share?: number | undefined
}

/** Starts this product's server. The same name uses the same data again. */
export const startProduct = (
  { url, trust }: Upstream,
  {
    name,
    entry,
    nodeOptions = [],
    databaseUrl = `file:${join(folder, `${name}.db`)}`,
    core = 'measured',
    share,
  }: ProductOptions,
): Promise<Server> =>
  start([...nodeOptions, entry], {
    core,
    share,
    environment: {
      ...trust,
      PORT: '0',
      PUBLIC_URL: publicUrl,
      DATABASE_URL: databaseUrl,
      ENCRYPTION_KEYS_FILE: join(folder, `${name}.keys`),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      MICROSOFT_LOGIN_URL: url,
      MICROSOFT_GRAPH_URL: url,
    },
  })

async function call(
  port: number,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const response = await fetch(`http://localhost:${port}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response
}

/** Bots that are set up at the same time. Each requests a token from the upstream. */
const concurrency = 8
/** Each bot takes two requests, and a key may make 1,200 per minute. */
const botsPerKey = 500

async function createKey(port: number): Promise<string> {
  const signedIn = await call(port, 'POST', '/session', admin, { origin: publicUrl })
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const scopes = ['messages:send', 'configuration:write', 'bots:write']
  const body = { name: 'bench', scopes, botIds: 'all' }
  const created = await call(port, 'POST', '/service-keys', body, { origin: publicUrl, cookie })
  const { key }: { key: string } = JSON.parse(await created.text())
  return key
}

async function addBot(port: number, key: string, index: number): Promise<void> {
  const botId = botIdOf(index)
  const bearer = { authorization: `Bearer ${key}` }
  await call(port, 'PUT', `/bots/${botId}`, { name: botId }, bearer)
  const configuration = {
    userEmail: `${botId}@contoso.example`,
    clientId: 'c0470505-0000-4000-8000-00000000a001',
    tenantId: 'c0470505-0000-4000-8000-00000000c001',
    userId: userIdOf(index),
    clientSecret: 'bench~secret.value_0000000000000000000001',
  }
  await call(port, 'PUT', `/bots/${botId}/office365`, configuration, bearer)
}

/** Adds bots with configurations, as the dashboard would, and a key that sends for all of them. */
export async function addBots({ port }: Server, count: number): Promise<{ key: string; botIds: string[] }> {
  const indexes = Array.from({ length: count }, (_, index) => index)
  let key = ''
  for (let first = 0; first < count; first += botsPerKey) {
    key = await createKey(port)
    const batch = indexes.slice(first, first + botsPerKey)
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        for (let index = batch.pop(); index !== undefined; index = batch.pop()) await addBot(port, key, index)
      }),
    )
  }
  return { key, botIds: indexes.map(botIdOf) }
}
