import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import * as z from 'zod/mini'

/** A response of a real service. */
export interface ServiceResponse {
  status: number
  body: string
  headers?: Record<string, string>
}

export interface ReceivedPost {
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** How a service judges a post. Everything that its documentation does not allow is refused. */
export interface Service {
  /** A path with its secret, as the service makes it. */
  path: string
  judge(post: ReceivedPost, json: unknown): ServiceResponse
  /** What the service says if it is called too often. */
  tooMany: ServiceResponse
}

const json = (status: number, body: object, headers: Record<string, string> = {}): ServiceResponse => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
})

const text = (min: number, max: number) => z.string().check(z.minLength(min), z.maxLength(max))
const fits = (schema: z.ZodMiniType, value: unknown) => z.safeParse(schema, value).success

const slackPlain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(1, max), emoji: z.optional(z.boolean()) })
const slackMarkdown = z.strictObject({
  type: z.literal('mrkdwn'),
  text: text(1, 3_000),
  verbatim: z.optional(z.boolean()),
})
/** https://docs.slack.dev/reference/block-kit/blocks */
const slackBlocks = z
  .array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('header'), text: slackPlain(150) }),
      z.strictObject({ type: z.literal('section'), text: z.union([slackPlain(3_000), slackMarkdown]) }),
      z.strictObject({
        type: z.literal('context'),
        elements: z.array(z.union([slackPlain(3_000), slackMarkdown])).check(z.minLength(1), z.maxLength(10)),
      }),
    ]),
  )
  .check(z.minLength(1), z.maxLength(50))
const slackMessage = z.strictObject({
  text: text(1, 40_000),
  blocks: z.optional(z.unknown()),
  unfurl_links: z.optional(z.boolean()),
  unfurl_media: z.optional(z.boolean()),
})

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors */
const slack: Service = {
  // The example address of Slack's documentation, which no scanner takes for a secret. It ends in letters of its own,
  // because the page shows the last four.
  path: '/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXWXYZ',
  judge({ path }, value) {
    if (path !== slack.path) return { status: 404, body: 'no_service' }
    const { success, data } = z.safeParse(slackMessage, value)
    if (!success) return { status: 400, body: 'invalid_payload' }
    if (data.blocks !== undefined && !fits(slackBlocks, data.blocks)) return { status: 400, body: 'invalid_blocks' }
    return { status: 200, body: 'ok' }
  },
  tooMany: { status: 429, body: 'rate_limited', headers: { 'retry-after': '120' } },
}

const cardRun = z.strictObject({
  type: z.literal('TextRun'),
  text: text(1, 10_000),
  weight: z.optional(z.enum(['Lighter', 'Default', 'Bolder'])),
  size: z.optional(z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge'])),
  color: z.optional(z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'])),
  isSubtle: z.optional(z.boolean()),
})
const card = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  fallbackText: z.optional(z.string()),
  body: z.array(z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(cardRun).check(z.minLength(1)) })),
  actions: z.optional(
    z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: text(1, 100), url: z.url() })),
  ),
})
const teamsMessage = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.nullable(z.string()),
        content: card,
      }),
    )
    .check(z.minLength(1)),
})

const powerAutomate = (status: number, code: string, message: string) => json(status, { error: { code, message } })

/** https://learn.microsoft.com/en-us/connectors/teams/#microsoft-teams-webhook */
const teams: Service = {
  path: '/workflows/0123456789abcdef/triggers/manual/paths/invoke?api-version=2016-06-01&sig=aSignatureOfTheFlow',
  judge({ path, body }, value) {
    if (path !== teams.path) return powerAutomate(401, 'DirectApiAuthorizationRequired', 'The signature is not valid.')
    if (Buffer.byteLength(body) > 28 * 1024) return powerAutomate(413, 'RequestEntityTooLarge', 'More than 28 KB.')
    if (!fits(teamsMessage, value))
      return powerAutomate(400, 'TriggerInputSchemaMismatch', 'The input body for trigger did not match its schema.')
    return { status: 202, body: '' }
  },
  tooMany: { ...powerAutomate(429, 'TooManyRequests', 'Rate limit is exceeded.'), headers: { 'retry-after': '120' } },
}

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
const discordEmbed = z.strictObject({
  title: z.optional(text(1, 256)),
  description: z.optional(text(1, 4_096)),
  url: z.optional(z.url()),
  color: z.optional(z.int().check(z.minimum(0), z.maximum(0xffffff))),
})
const discordMessage = z
  .strictObject({
    content: z.optional(text(1, 2_000)),
    embeds: z.optional(z.array(discordEmbed).check(z.maxLength(10))),
    allowed_mentions: z.optional(z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) })),
  })
  .check(
    z.refine(({ content, embeds }) => content !== undefined || (embeds?.length ?? 0) > 0),
    z.refine(
      ({ embeds = [] }) => embeds.flatMap(({ title, description }) => [title, description]).join('').length <= 6_000,
    ),
  )

/** https://docs.discord.com/developers/resources/webhook#execute-webhook */
const discord: Service = {
  path: '/api/webhooks/123456789012345678/aTokenOfTheWebhook_0123456789-abcdefghijklmnop',
  judge({ path }, value) {
    const [address, query = ''] = path.split('?')
    if (address !== discord.path) return json(404, { message: 'Unknown Webhook', code: 10015 })
    if (!fits(discordMessage, value)) return json(400, { message: 'Invalid Form Body', code: 50035, errors: {} })
    return new URLSearchParams(query).get('wait') === 'true' ? json(200, { id: '1' }) : { status: 204, body: '' }
  },
  tooMany: json(
    429,
    { message: 'You are being rate limited.', retry_after: 120.5, global: false },
    { 'retry-after': '121' },
  ),
}

const ntfyMessage = z.strictObject({
  topic: z.string().check(z.regex(/^[-_A-Za-z0-9]{1,64}$/)),
  message: z.optional(z.string().check(z.refine((message) => Buffer.byteLength(message) <= 4_096))),
  title: z.optional(text(1, 250)),
  tags: z.optional(z.array(z.string())),
  priority: z.optional(z.int().check(z.minimum(1), z.maximum(5))),
  click: z.optional(z.url()),
})
export const ntfyToken = 'tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2'

/** https://docs.ntfy.sh/publish/#publish-as-json: JSON goes to the server itself. Posted to a topic, it is the text. */
const ntfy: Service = {
  path: '/my-secret-topic-9f8e7d',
  judge({ path, headers }, value) {
    if (headers.authorization !== `Bearer ${ntfyToken}`)
      return json(403, {
        code: 40301,
        http: 403,
        error: 'forbidden',
        link: 'https://ntfy.sh/docs/publish/#authentication',
      })
    if (path !== '/') return json(400, { code: 40000, http: 400, error: 'the topic got JSON as its text' })
    if (!fits(ntfyMessage, value)) return json(400, { code: 40017, http: 400, error: 'invalid request: request body' })
    return json(200, { id: 'sPs71M8A2T', event: 'message', topic: 'my-secret-topic-9f8e7d' })
  },
  tooMany: json(429, { code: 42901, http: 429, error: 'limit reached: too many requests' }),
}

export const services = { slack, teams, discord, ntfy }
export type ServiceName = keyof typeof services

export interface AlertReceiver {
  host: string
  /** The address that a person copies from the service. */
  url: string
  /** Every post that the service accepted. */
  accepted: ReceivedPost[]
  /** Every response, in order. */
  responses: ServiceResponse[]
  /** The next posts get these responses. */
  answerNext(...responses: ServiceResponse[]): void
  close(): Promise<void>
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** A service that refuses whatever the real one refuses. */
export async function startAlertReceiver(name: ServiceName): Promise<AlertReceiver> {
  const service = services[name]
  const planned: ServiceResponse[] = []
  const accepted: ReceivedPost[] = []
  const responses: ServiceResponse[] = []
  const judge = (post: ReceivedPost, method: string | undefined): ServiceResponse => {
    const plannedNext = planned.shift()
    if (plannedNext) return plannedNext
    if (method !== 'POST') return { status: 405, body: '' }
    if (post.headers['content-type'] !== 'application/json') return { status: 415, body: 'unsupported_media_type' }
    return service.judge(post, parse(post.body))
  }
  const server = createServer((request, response) => {
    void readText(request).then((body) => {
      const post = { path: request.url ?? '', headers: request.headers, body }
      const answer = judge(post, request.method)
      responses.push(answer)
      if (answer.status < 300) accepted.push(post)
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}${service.path}`,
    accepted,
    responses,
    answerNext: (...next) => void planned.push(...next),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
