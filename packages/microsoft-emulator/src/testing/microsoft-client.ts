import { type Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import { example, type MicrosoftEmulator } from '../start-microsoft-emulator.ts'

export interface TestResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: ResponseJson
}

/** All members that tests read; which of them are present depends on the response. */
export interface ResponseJson {
  access_token: string
  error: { code: string; message: string; innerError: Record<'date' | 'request-id' | 'client-request-id', string> }
  error_codes: number[]
  error_description: string
  error_uri: string
  trace_id: string
  correlation_id: string
  timestamp: string
  claims: string
  keys: unknown[]
}

export interface TestRequest {
  method?: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Without an agent, each request uses its own connection. */
  agent?: Agent
  timeoutMs?: number
}

/** Sends a request over https and trusts the emulator's authority, as a caller would. */
export function sendRequest(
  emulator: MicrosoftEmulator,
  path: string,
  options: TestRequest = {},
): Promise<TestResponse> {
  const { method = 'GET', headers = {}, body, agent, timeoutMs } = options
  const settings: RequestOptions = {
    ca: emulator.caCertificate,
    method,
    headers: { ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }), ...headers },
    agent: agent ?? false,
    servername: 'localhost',
    path,
    ...(timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
  }
  return new Promise((resolve, reject) => {
    const sent = httpsRequest(emulator.url, settings, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Returns an empty object if the body is not JSON. */
function parse(text: string): ResponseJson {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse('{}')
  }
}

/** Requests a token with Contoso's valid values, overridden by `fields`; undefined omits a field. */
export function requestToken(
  emulator: MicrosoftEmulator,
  fields: Record<string, string | undefined> = {},
  { tenant = example.tenantId as string, headers = {} as Record<string, string> } = {},
): Promise<TestResponse> {
  const all: Record<string, string | undefined> = {
    client_id: example.clientId,
    scope: 'https://graph.microsoft.com/.default',
    grant_type: 'client_credentials',
    client_secret: example.secret,
    ...fields,
  }
  const form = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return sendRequest(emulator, `/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
}

export async function getToken(emulator: MicrosoftEmulator, fields: Record<string, string> = {}): Promise<string> {
  const response = await requestToken(emulator, fields)
  if (response.status !== 200) throw new Error(response.text)
  return response.json.access_token
}

export const simpleMessage = {
  subject: 'Hello',
  body: { contentType: 'Text', content: 'It works.' },
  toRecipients: [{ emailAddress: { address: 'ada@example.com', name: 'Ada' } }],
}

export interface TestSend extends TestRequest {
  token?: string
  user?: string
  message?: object
  /** Replaces `{ message }`. */
  payload?: unknown
}

/** Calls sendMail as Contoso's bot, overridden by `options`. */
export async function sendMail(emulator: MicrosoftEmulator, options: TestSend = {}): Promise<TestResponse> {
  const { user = example.userId, message, payload, headers, ...rest } = options
  const token = options.token ?? (await getToken(emulator))
  return sendRequest(emulator, `/v1.0/users/${user}/sendMail`, {
    method: 'POST',
    body: JSON.stringify(payload ?? { message: { ...simpleMessage, ...message } }),
    ...rest,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  })
}
