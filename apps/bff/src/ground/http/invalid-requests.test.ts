import { writeBotCursor } from '@office365-email/shared/bot-list-query'
import { importedBotSchema } from '@office365-email/shared/configuration-file'
import type { Endpoint, Schema } from '@office365-email/shared/endpoint'
import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import type { FieldError } from '@office365-email/shared/problem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServiceKey } from '../../shell/service-keys/create-service-key.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, type TestClient } from '../../testing/test-client.ts'
import { Problem } from '../problem.ts'
import { createRequestContext } from '../request-context.ts'
import { toSent } from './describe-schema.ts'
import type { RequestPart } from './explain-issue.ts'
import { parseRequest } from './parse-request.ts'

const endpoints: Record<string, Endpoint> = { ...mailEndpoints, ...shellEndpoints }
const guid = (digit: number) => `3f2504e0-4f89-41d3-9a0c-0305e82c330${digit}`
const password = 'correct-horse-battery'
const values = {
  userEmail: 'bot@example.com',
  clientId: guid(1),
  tenantId: guid(2),
  userId: guid(3),
  clientSecret: 'a-secret',
  secretExpiresOn: '2027-05-03',
  cloud: 'global',
}

const { clientSecret: _, secretExpiresOn: __, ...withoutSecret } = values

const file = { format: 'office365-email-configurations', version: 1 }
const alertTarget = { url: 'https://ntfy.sh/topic', token: 'tk_1', senderBotId: 'orders', to: ['ada@example.com'] }
const alertChoices = {
  types: ['mail-fails'],
  botIds: ['orders'],
  quietHours: { timeZone: 'Europe/Berlin', from: '22:00', to: '07:00', days: [1, 7], letUrgentThrough: true },
  collectMinutes: 5,
}

const personalDataPosition = {
  place: 'people',
  after: 'a',
  pseudonym: 'removed-0123456789ab@removed.invalid',
}

const messageFilter = {
  q: 'order',
  recipient: 'ada@example.com',
  from: '2027-05-03T09:00:00Z',
  to: '2027-05-04T09:00:00Z',
  state: 'failed,unknown',
  source: 'service:shop',
}

/** For each endpoint, a valid request that has every member of its schemas. */
const requests: Record<string, { [part in RequestPart]?: object }> = {
  submitConfiguration: {
    body: {
      ...values,
      credential: { kind: 'client-secret', clientSecret: 'a-secret', expiresOn: '2027-05-03' },
      verification: 'skip',
    },
  },
  checkRestriction: { body: { otherUserId: guid(4) } },
  saveDraft: {
    body: {
      values: {
        userEmail: 'a',
        clientId: 'b',
        tenantId: 'c',
        userId: 'd',
        secretExpiresOn: '2027-05-03',
        cloud: 'china',
      },
      doneSteps: ['entra'],
    },
  },
  readCertificate: { query: { which: 'next' } },
  planImport: { body: { ...file, bots: [] } },
  importConfigurations: { body: { digest: 'a'.repeat(43), file: { ...file, bots: [] } } },
  readSameApplication: { query: { clientId: guid(1) } },
  applySecret: { body: { botIds: ['orders'] } },
  createIntakeLink: { body: { expiresInHours: 24, credentialKind: 'certificate' } },
  readIntake: { body: { token: 'token' } },
  readIntakeSharing: { body: { token: 'token', clientId: guid(1) } },
  submitIntake: { body: { ...values, token: 'token' } },
  prepareIntake: { body: { ...withoutSecret, token: 'token' } },
  checkIntake: { body: { token: 'token' } },
  sendTestMessage: { body: { to: 'ada@example.com' } },
  readStatistics: { query: { days: '7' } },
  readBotStatistics: { query: { days: '7' } },
  listMessages: { query: { ...messageFilter, cursor: guid(5), limit: '20', counts: 'true' } },
  searchMessages: { query: { ...messageFilter, bot: 'orders', cursor: guid(5), limit: '20', counts: 'true' } },
  exportMessages: { query: { ...messageFilter, bot: 'orders', format: 'csv' } },
  resolveMessage: { body: { outcome: 'failed' } },
  resendMessage: { body: { again: true } },
  sendMessage: {
    body: {
      to: ['ada@example.com', { address: 'ada@example.com', name: 'Ada' }],
      cc: ['ada@example.com'],
      bcc: [{ address: 'ada@example.com', name: 'Ada' }],
      replyTo: ['ada@example.com'],
      subject: 'Your order',
      text: 'It is on its way.',
      html: '<p>It is on its way.</p>',
      attachments: [{ filename: 'order.pdf', contentType: 'application/pdf', content: 'JVBERi0=', contentId: 'order' }],
      importance: 'high',
      headers: { 'x-ticket': '1' },
      readReceipt: true,
      deliveryReceipt: true,
      saveToSentItems: true,
    },
  },
  explainError: { body: { stage: 'graph', status: 403, headers: { 'x-a': 'b' }, body: {}, raw: 'Access is denied' } },
  createAlertWebhook: { body: { url: 'https://hooks.example.com' } },
  createAlertChannel: { body: { kind: 'ntfy', name: 'Night shift', ...alertTarget, ...alertChoices } },
  updateAlertChannel: { body: { name: 'Night shift', ...alertTarget, ...alertChoices } },
  testAlertTarget: { body: { kind: 'email', ...alertTarget } },
  searchPersonalData: { body: { address: 'ada@example.com', position: personalDataPosition } },
  deletePersonalData: { body: { address: 'ada@example.com', position: personalDataPosition } },
  listAlertBots: { query: { q: 'orders', ids: 'orders,invoices' } },
  signIn: { body: { email: 'ada@example.com', password } },
  redeemSetUpLink: { body: { token: 'token', email: 'ada@example.com', password } },
  beginIdentitySignIn: { query: { next: '/bots', fresh: 'true' } },
  beginIdentityLink: { body: { next: '/bots' } },
  saveBot: { body: { name: 'Orders' }, path: { botId: 'orders' } },
  createPerson: { body: { email: 'ada@example.com', name: 'Ada', role: 'admin', botIds: ['orders'], password } },
  updatePerson: { body: { name: 'Ada', role: 'admin', botIds: ['orders'], password } },
  createServiceKey: {
    body: {
      name: 'Orders',
      scopes: ['messages:send'],
      botIds: ['orders'],
      expiresAt: '2099-01-01T00:00:00Z',
      recipientDomains: ['example.com'],
      dailyQuota: 100,
    },
  },
  listBots: {
    query: {
      q: 'orders',
      state: 'locked',
      health: 'failing',
      status: 'attention',
      ids: 'orders,invoices',
      cursor: writeBotCursor({ id: 'orders', name: 'Orders' }),
      limit: '20',
    },
  },
  exportAuditEvents: { query: { botId: 'orders', action: 'bot.created', format: 'csv' } },
  listAuditEvents: { query: { cursor: '5', botId: 'orders', action: 'bot.created', limit: '20' } },
}

interface Part {
  endpoint: string
  part: RequestPart
  schema: Schema
  example: object
}

/** A bot in a file is parsed by itself. */
const botInFile: Part = {
  endpoint: 'planImport of one bot',
  part: 'body',
  schema: importedBotSchema,
  example: {
    id: 'orders',
    name: 'Orders',
    office365: {
      userEmail: values.userEmail,
      clientId: values.clientId,
      tenantId: values.tenantId,
      userId: values.userId,
      cloud: 'china',
      secretExpiresOn: '2027-05-03',
      credential: { kind: 'client-secret' },
    },
  },
}

const schemaOf = ({ body, query, params }: Endpoint, part: RequestPart) => ({ body, query, path: params })[part]

const parts: Part[] = Object.entries(endpoints).flatMap(([endpoint, definition]) =>
  (['body', 'query', 'path'] as const).flatMap((part) => {
    const schema = schemaOf(definition, part)
    return schema ? [{ endpoint, part, schema, example: requests[endpoint]?.[part] ?? {} }] : []
  }),
)

type Path = (string | number)[]
const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null

/** The paths of every member and every entry in an example. */
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([name, member]) => {
        const own = [...path, Array.isArray(value) ? Number(name) : name]
        return [own, ...pathsOf(member, own)]
      })
    : []

/** The example with another value at a path, and perhaps another name for that member. */
function replace(example: object, path: Path, value: unknown, name = path.at(-1)): object {
  const changed = structuredClone(example)
  const holder = valueAt(changed, path.slice(0, -1))
  const last = path.at(-1)
  if (isObject(holder) && last !== undefined && name !== undefined) {
    if (name !== last || value === undefined) delete holder[last]
    if (value !== undefined) holder[name] = value
  }
  return changed
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((holder, segment) => (isObject(holder) ? holder[segment] : undefined), value)

const pointerOf = (path: Path): string => path.map((segment) => `/${segment}`).join('')

function errorsOf(schema: Schema, value: unknown, part: RequestPart): FieldError[] {
  try {
    parseRequest(schema, value, part)
    return []
  } catch (error) {
    if (!(error instanceof Problem) || error.slug !== 'invalid-request') throw error
    return error.details.errors ?? [{ pointer: '?', detail: error.details.detail }]
  }
}

/** Identity providers may add parameters to the address of the sign-in. Every other request has only known names. */
const isStrict = (schema: Schema): boolean =>
  errorsOf(schema, { zzzzzzzz: 1 }, 'body').some(({ pointer }) => pointer === '')
const strictParts = parts.filter(({ schema }) => isStrict(schema))

/** Words of the validator, and sentences that say nothing. */
const foreign =
  /invalid|expected|received|unrecognized|too (?:big|small)|union|regex|pattern|>=|<=|undefined|must match|not valid|wrong|another value|\[object/i

const faultsOf = ({ detail }: FieldError): string[] => [
  ...(foreign.test(detail) ? [`not our words: ${detail}`] : []),
  ...(/^[A-Z0-9]/.test(detail) && detail.endsWith('.') ? [] : [`not a sentence: ${detail}`]),
]

const long = 'x'.repeat(9_000)
const wrongTexts = (right: unknown): unknown[] => [
  '',
  ' ',
  '?',
  'true',
  '1',
  'two words',
  'bell\u0007',
  'line\r\nbreak',
  'a@example.com; b@example.com',
  '2027-13-45',
  long,
  String(right).toUpperCase(),
]
const wrongKinds = (right: unknown): unknown[] => [
  null,
  5,
  -1,
  1.5,
  1e300,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  [[]],
  [null],
  [5],
  ['', long],
  { a: 1 },
  [right],
  { value: right },
  Array.from({ length: 9_000 }, () => (Array.isArray(right) ? right[0] : 'x')),
]

/** A query and a path have only texts, and a query may repeat a parameter. */
const wrongValues = (right: unknown, part: RequestPart): unknown[] => [
  ...wrongTexts(right),
  ...(part === 'body' ? wrongKinds(right) : []),
  ...(part === 'query' ? [[right, right]] : []),
]

/** What other programmers write for `replyTo`: reply_to, reply-to, REPLYTO, ReplyTo, replyTos, rplyTo and rpelyTo. */
const spellings = (name: string): string[] => [
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  name.toUpperCase(),
  name.replace(/^./, (letter) => letter.toUpperCase()),
  name.endsWith('s') ? name.slice(0, -1) : `${name}s`,
  ...(name.length > 4 ? [name.replace(/(.)./, '$1'), name.replace(/^(.)(.)(.)/, '$1$3$2')] : []),
]

describe('The answer to a value that is not valid', () => {
  it('is tested for every member of every endpoint', () => {
    const missing = parts.flatMap(({ endpoint, part, schema, example }) => {
      const { def } = toSent(schema)._zod
      const members = def.type === 'object' ? Object.keys(def.shape) : []
      const absent = members.filter((member) => !Object.hasOwn(example, member))
      return [...absent.map((member) => `${endpoint} ${part} ${member}`), ...errorsOf(schema, example, part)]
    })
    expect(missing).toEqual([])
  })

  it.each([...parts, botInFile])(
    'names the member of $endpoint ($part), and what it should be',
    ({ part, schema, example }) => {
      const wrong: unknown[] = []
      for (const path of pathsOf(example)) {
        const pointer = pointerOf(path)
        for (const value of wrongValues(valueAt(example, path), part))
          for (const error of errorsOf(schema, replace(example, path, value), part)) {
            const isThere = error.pointer === pointer || error.pointer.startsWith(`${pointer}/`)
            wrong.push(
              ...[...(isThere ? [] : ['another pointer']), ...faultsOf(error)].map((fault) => [fault, pointer, error]),
            )
          }
      }
      expect(wrong).toEqual([])
    },
  )

  it.each([...parts, botInFile])('says which member of $endpoint ($part) is missing', ({ part, schema, example }) => {
    const wrong: unknown[] = []
    for (const path of pathsOf(example).filter((path) => typeof path.at(-1) === 'string'))
      for (const error of errorsOf(schema, replace(example, path, undefined), part)) {
        const isThere = error.pointer === pointerOf(path) && error.detail.startsWith('This is missing. ')
        wrong.push(...[...(isThere ? [] : ['another error']), ...faultsOf(error)].map((fault) => [fault, path, error]))
      }
    expect(wrong).toEqual([])
  })

  it.each(strictParts)(
    'names the member of $endpoint ($part) that another spelling means',
    ({ part, schema, example }) => {
      const wrong: unknown[] = []
      for (const path of pathsOf(example).filter(
        (path) => typeof path.at(-1) === 'string' && path.at(-2) !== 'headers',
      ))
        for (const name of spellings(String(path.at(-1)))) {
          const holder = valueAt(example, path.slice(0, -1))
          if (!isObject(holder) || Object.hasOwn(holder, name)) continue
          const errors = errorsOf(schema, replace(example, path, valueAt(example, path), name), part)
          const found = errors.find(({ pointer }) => pointer === pointerOf([...path.slice(0, -1), name]))
          if (!found?.detail.includes(JSON.stringify(path.at(-1)))) wrong.push([path, name, errors])
          wrong.push(...errors.flatMap(faultsOf))
        }
      expect(wrong).toEqual([])
    },
  )
})

describe('A real request', () => {
  let server: TestServer
  let clients: Record<'person' | 'service', TestClient>

  beforeAll(async () => {
    server = await startTestServer()
    const person = await server.signIn()
    await person.put('/bots/orders', { name: 'Orders' })
    const { storage } = server.dependencies
    const context = createRequestContext({ kind: 'system', id: 'test', name: 'test' }, new Date())
    const { key } = await createServiceKey(storage, context, { name: 'k', scopes: ['messages:send'], botIds: 'all' })
    clients = { person, service: createTestClient(server.url, '', key) }
  })
  afterAll(() => server.close())

  const clientOf = ({ access }: Endpoint): TestClient =>
    clients[access !== 'anyone' && access.people === 'none' ? 'service' : 'person']

  const send = (body: unknown) => clients.service.post('/bots/orders/messages', body)
  const mail = (parts: object) => ({ to: ['ada@example.com'], subject: 'Hello', text: 'Hello.', ...parts })

  it.each(strictParts.filter(({ part }) => part !== 'path'))(
    'to $endpoint with another $part is answered with 422, its pointer and our sentence',
    async ({ endpoint, part }) => {
      const definition = endpoints[endpoint]
      if (!definition) throw new Error('it is in the table')
      const path = definition.path.replace(':botId', 'orders').replace(/:\w+/, guid(9))
      const address = part === 'query' ? `${path}?zzzzzzzz=1` : path
      const options = part === 'body' ? { body: { zzzzzzzz: 1 } } : {}
      const response = await clientOf(definition).request(definition.method, address, options)
      expect([response.status, response.body.type]).toEqual([422, '/problems/invalid-request'])
      const errors: FieldError[] = response.body.errors
      expect(errors.flatMap(faultsOf)).toEqual([])
      expect(errors).toContainEqual({
        pointer: '',
        detail: expect.stringMatching(/ that is not accepted\. Its (?:members|parameters) can be "/),
      })
      expect(response.text).not.toContain('zzzzzzzz')
    },
  )

  it.each<[string, unknown, string, string]>([
    [
      'an address in an object that is none',
      mail({ to: [{ address: 'bad', name: 'Ada' }] }),
      '/to/0/address',
      'Enter one email address, such as ada@example.com.',
    ],
    [
      'addresses with semicolons',
      mail({ to: 'ada@example.com; bob@example.com' }),
      '/to',
      'Enter each address on its own: ["ada@example.com", "Grace Hopper <grace@example.com>"].',
    ],
    [
      'a number instead of an address',
      mail({ bcc: [5] }),
      '/bcc/0',
      'Use a string or an object with "address" and "name", not a number. Enter one email address, such as ada@example.com.',
    ],
    ['another name of a member', mail({ reply_to: ['ada@example.com'] }), '/reply_to', 'Use "replyTo" instead.'],
    [
      'a name that can mean two members',
      { to: ['ada@example.com'], subject: 'Hello', body: 'Hello.' },
      '/body',
      'Use "text" or "html" instead.',
    ],
    ['a name with a slash and a tilde', mail({ 'reply/~to': [] }), '/reply~1~0to', 'Use "replyTo" instead.'],
    [
      'a sender',
      mail({ from: 'ada@example.com' }),
      '/from',
      'Leave this out. The sender is always the configured mailbox.',
    ],
    [
      'another name in a list',
      mail({ attachments: [{ filename: 'a.txt', content_type: 'text/plain', contentBytes: '' }] }),
      '/attachments/0/contentBytes',
      'Use "content" instead.',
    ],
    [
      'a header with an underscore',
      mail({ headers: { 'X-Ticket_ID': '1' } }),
      '/headers/X-Ticket_ID',
      'Use a name of "x-" and 1 to 90 letters, digits or hyphens, or one of in-reply-to, references, list-unsubscribe, list-unsubscribe-post, list-id, auto-submitted, precedence, feedback-id.',
    ],
    [
      'a standard header',
      mail({ headers: { 'Reply-To': 'ada@example.com' } }),
      '/headers/Reply-To',
      'Use a name of "x-" and 1 to 90 letters, digits or hyphens, or one of in-reply-to, references, list-unsubscribe, list-unsubscribe-post, list-id, auto-submitted, precedence, feedback-id.',
    ],
    [
      'a header of another name',
      mail({ headers: { 'x-a': '1', hunter2: '1' } }),
      '/headers',
      'Member 2 of this object: Use a name of "x-" and 1 to 90 letters, digits or hyphens, or one of in-reply-to, references, list-unsubscribe, list-unsubscribe-post, list-id, auto-submitted, precedence, feedback-id.',
    ],
    ['a header that is a number', mail({ headers: { 'x-a': 1 } }), '/headers/x-a', 'Use a string, not a number.'],
    [
      'too many headers',
      mail({ headers: Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`x-${n}`, ''])) }),
      '/headers',
      'There are 7 headers that begin with x-; at most 5 are accepted.',
    ],
    [
      'too many recipients',
      mail({ cc: Array(501).fill('ada@example.com') }),
      '/cc',
      'You named 502 recipients; at most 500 are accepted.',
    ],
    [
      'a long subject',
      mail({ subject: 'x'.repeat(1_200) }),
      '/subject',
      'This text has 1,200 characters; at most 998 are accepted.',
    ],
    ['another choice', mail({ importance: 'urgent' }), '/importance', 'Use "low", "normal" or "high".'],
    ['a quoted boolean', mail({ saveToSentItems: 'true' }), '/saveToSentItems', 'Use true or false, without quotes.'],
    [
      'a list as the body',
      [],
      '',
      'Use an object with "to", "cc", "bcc", "replyTo", "subject", "text", "html", "attachments", "importance", "headers", "readReceipt", "deliveryReceipt" and "saveToSentItems", not a list.',
    ],
  ])('with %s says what to send', async (_, body, pointer, detail) => {
    const { status, body: problem } = await send(body)
    expect(status).toBe(422)
    expect(problem.errors).toContainEqual({ pointer, detail })
  })

  it.each<[string, string, string, string]>([
    [
      'a parameter twice',
      '/audit-events?limit=1&limit=2',
      '/limit',
      'This parameter is there more than once. Use it once.',
    ],
    ['a limit that is too high', '/audit-events?limit=1000', '/limit', 'Use a number from 1 to 200.'],
    ['another name of a parameter', '/audit-events?page_size=5', '/page_size', 'Use "limit" instead.'],
    ['a cursor that is none', '/bots/orders/messages?cursor=x', '/cursor', 'Use the nextCursor of a response.'],
    [
      'a choice in capitals',
      '/bots/orders/messages?state=Failed',
      '/state',
      'Use one or more of queued, sending, accepted, simulated, failed, unknown, cancelled, separated by commas.',
    ],
    [
      'a recipient that is none',
      '/messages?recipient=ada',
      '/recipient',
      'Use an address such as ada@example.com, or a domain such as example.com.',
    ],
    ['a search without a word', '/messages?q=%21', '/q', 'Use words of the subject.'],
    [
      'a time without a time zone',
      '/messages?from=2027-05-03T09:00:00',
      '/from',
      'Use a date and time with a time zone, such as "2027-05-03T09:00:00Z".',
    ],
    [
      'a source that is none',
      '/messages?source=shop',
      '/source',
      'Use test, service, person or system, or one with a name, such as "service:shop".',
    ],
    ['an export without a format', '/messages/export', '/format', 'This is missing. Use "csv" or "ndjson".'],
    [
      'an action that does not exist',
      '/audit-events?action=bots',
      '/action',
      'Use an action such as "bot.created", or only its first part, such as "bot".',
    ],
  ])('with %s says what to ask for', async (_, path, pointer, detail) => {
    const { status, body } = await clients.person.get(path)
    expect([status, body.errors]).toEqual([422, [{ pointer, detail }]])
    expect(body.detail).toBe('Some values of the query are missing or not valid. Each is named in "errors".')
  })

  it('with a bot ID in capitals says what an ID is', async () => {
    const { status, body } = await clients.person.put('/bots/Orders', { name: 'Orders' })
    const detail = 'Use 1 to 63 lowercase letters, digits and hyphens. Do not begin with a hyphen.'
    expect([status, body.errors]).toEqual([422, [{ pointer: '/botId', detail }]])
  })

  it('with more errors than are listed says so', async () => {
    const { body } = await send(mail({ to: Array(60).fill('nobody') }))
    expect(body.errors).toHaveLength(50)
    expect(body.detail).toBe('Some values are missing or not valid. The first 50 are named in "errors".')
  })

  it.each<[string, string, string]>([
    ['nothing', '', 'The request body is empty. Send a JSON object.'],
    ['half of it', '{"to": ["ada@example.com"', 'The request body ends before its JSON is complete.'],
    ['an open text', '{"to": "ada', 'The request body ends before its JSON is complete.'],
    ['a comma too many', '{\n  "a": 1,\n}', 'The request body is not valid JSON: the fault is at line 3, column 1.'],
    ['a bare word', '{"a":\n hunter2}', 'The request body is not valid JSON: the fault is at line 2, column 2.'],
    [
      'a line break in a text',
      '{"a": "b\nc"}',
      'The request body is not valid JSON: the fault is at line 1, column 9.',
    ],
    ['two objects', '{}{}', 'The request body is not valid JSON: the fault is at line 1, column 3.'],
    ['a long text and a bare word', `["${'a'.repeat(70_000)}", hunter2]`, 'The request body is not valid JSON.'],
  ])('whose JSON is %s says where the fault is', async (_, body, detail) => {
    const response = await send(body)
    expect([response.status, response.body.detail]).toEqual([400, detail])
  })

  it('with a body that is too long says how long it may be', async () => {
    const { status, body } = await send(mail({ text: 'x'.repeat(6_100_000) }))
    expect(status).toBe(413)
    expect(body.detail).toMatch(/^The request body has 6,100,\d{3} bytes; at most 6,000,000 are accepted\.$/)
  })

  it('with a body of unknown length that is too long says how long it may be', async () => {
    const response = await fetch(`${server.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.dependencies.config.publicUrl },
      body: new Blob(['x'.repeat(70_000)]).stream(),
      duplex: 'half',
    })
    expect(await response.json()).toMatchObject({
      status: 413,
      detail: 'The request body has more than 65,536 bytes, which is the most that this endpoint accepts.',
    })
  })
})

describe('NUL, which PostgreSQL does not store,', () => {
  let server: TestServer
  let client: TestClient
  beforeAll(async () => {
    server = await startTestServer()
    client = await server.signIn()
  })
  afterAll(() => server.close())

  it.each(['/bots/%00', '/bots/own%00/office365', '/people/%00', '/bots/orders/messages/a%00b'])(
    'is in no ID: %s',
    async (path) => {
      for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE']) {
        const { status } = await client.request(method, path, { body: method === 'GET' ? undefined : {} })
        expect([method, status]).toBeOneOf([
          [method, 404],
          [method, 405],
        ])
      }
      expect((await server.anonymous().get('/bots/%00')).status).toBe(401)
    },
  )

  it('is in no address of a sign-in', async () => {
    const answer = await server.anonymous().post('/session', { email: 'ada\u0000@example.com', password })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/email' }] } })
  })
})

it('explains a request with a hundred thousand unknown members without delay', () => {
  const names = Array.from({ length: 100_000 }, (_, index) => [`subjec${index}`, 1])
  const schema = endpoints['sendMessage']?.body
  if (!schema) throw new Error('it has a body')
  const startedAt = performance.now()
  expect(errorsOf(schema, Object.fromEntries(names), 'body').length).toBeLessThan(30)
  expect(performance.now() - startedAt).toBeLessThan(5_000)
})
