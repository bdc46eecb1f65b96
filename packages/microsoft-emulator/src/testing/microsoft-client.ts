import { type Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import { example, type MicrosoftEmulator } from '../start-microsoft-emulator.ts'

export interface TestAnswer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: AnswerJson
}

/** The members of all answers that tests look into; which of them are there depends on the answer. */
export interface AnswerJson {
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
  /** Without it each request has a connection of its own. */
  agent?: Agent
  timeoutMs?: number
}

/** Asks over https with the emulator's authority trusted, as a caller would. */
export function ask(emulator: MicrosoftEmulator, path: string, options: TestRequest = {}): Promise<TestAnswer> {
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
    const sent = httpsRequest(emulator.url, settings, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: parse(text) })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Empty where the body is no JSON. */
function parse(text: string): AnswerJson {
  try {
    return JSON.parse(text)
  } catch {
    return JSON.parse('{}')
  }
}

/** A token request with Contoso's valid values, changed as given; undefined leaves a field out. */
export function askToken(
  emulator: MicrosoftEmulator,
  fields: Record<string, string | undefined> = {},
  { tenant = example.tenantId as string, headers = {} as Record<string, string> } = {},
): Promise<TestAnswer> {
  const all: Record<string, string | undefined> = {
    client_id: example.clientId,
    scope: 'https://graph.microsoft.com/.default',
    grant_type: 'client_credentials',
    client_secret: example.secret,
    ...fields,
  }
  const form = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return ask(emulator, `/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(form).toString(),
  })
}

export async function getToken(emulator: MicrosoftEmulator, fields: Record<string, string> = {}): Promise<string> {
  const answer = await askToken(emulator, fields)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.json.access_token
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
  /** In place of `{ message }`. */
  payload?: unknown
}

/** sendMail as Contoso's bot, changed as given. */
export async function sendMail(emulator: MicrosoftEmulator, options: TestSend = {}): Promise<TestAnswer> {
  const { user = example.userId, message, payload, headers, ...rest } = options
  const token = options.token ?? (await getToken(emulator))
  return ask(emulator, `/v1.0/users/${user}/sendMail`, {
    method: 'POST',
    body: JSON.stringify(payload ?? { message: { ...simpleMessage, ...message } }),
    ...rest,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  })
}
