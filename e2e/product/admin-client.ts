import type { SubmitConfigurationInput } from '@office365-email/shared/configuration-values'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'

export interface Answer {
  status: number
  headers: Headers
  body: unknown
}

/** An API client that is signed in as an admin, with the cookie and origin of a browser. */
export interface AdminClient {
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Like `request`, but throws unless the response is a success. */
  succeed(method: string, path: string, body?: unknown): Promise<Answer>
  addBot(botId: string, name: string): Promise<void>
  configure(botId: string, values: SubmitConfigurationInput): Promise<ConfigurationView>
}

export async function signInAsAdmin(
  url: string,
  credentials: { email: string; password: string },
): Promise<AdminClient> {
  let cookie = ''

  async function request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { origin: url, cookie, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const [pair] = response.headers.getSetCookie()
    if (pair) cookie = pair.slice(0, pair.indexOf(';'))
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

  async function succeed(method: string, path: string, body?: unknown) {
    const response = await request(method, path, body)
    if (response.status < 300) return response
    throw new Error(`${method} ${path} returned ${response.status}: ${JSON.stringify(response.body)}`)
  }

  await succeed('POST', '/session', credentials)
  return {
    request,
    succeed,
    async addBot(botId, name) {
      await succeed('PUT', `/bots/${botId}`, { name })
    },
    async configure(botId, values) {
      const { body } = await succeed('PUT', `/bots/${botId}/office365`, values)
      return body as ConfigurationView
    },
  }
}
