import { createRoute, z } from '@hono/zod-openapi'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import {
  messageListSchema,
  messageSchema,
  messageStateSchema,
  resolveMessageSchema,
  sendMessageSchema,
  sendTestMessageSchema,
  sentMessageSchema,
  testMessageResultSchema,
} from '@office365-email/shared/message'
import type { Context } from 'hono'
import type { Access } from '../../ground/http/access.ts'
import type { Environment } from '../../ground/http/environment.ts'
import { createRouter, jsonBody, jsonContent, parsedAtOnce, problemResponses } from '../../ground/http/openapi.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { notFound } from '../../ground/problem.ts'
import { presentChecks } from '../verification/checks.ts'
import { cancelMessage } from './cancel-message.ts'
import { parseIdempotencyKey } from './idempotency.ts'
import { type Message, presentMessage } from './message.ts'
import { type ResendDependencies, resendMessage } from './resend-message.ts'
import { resolveMessage } from './resolve-message.ts'
import { acceptedExample, sendExamples } from './send-examples.ts'
import { type SendDependencies, sendMessage } from './send-message.ts'
import { sendTestMessage, type TestDependencies } from './send-test-message.ts'

interface Dependencies extends SendDependencies, TestDependencies, ResendDependencies {
  access: Access
  rateLimits: RateLimits
}

const tags = ['Messages']
const params = parsedAtOnce(z.strictObject({ botId: z.string() }))

const listQuerySchema = z.strictObject({
  cursor: z.uuid('Use the nextCursor of an answer.').optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'Use a number from 1 to 200.')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 200, 'Use a number from 1 to 200.')
    .optional(),
  state: messageStateSchema.optional(),
})
const defaultLimit = 50

const sendParameters = [
  {
    name: 'Idempotency-Key',
    in: 'header' as const,
    description:
      'One key for each message, 1 to 255 printable ASCII characters. For 24 hours, and for as long as the message is queued or its outcome is unknown, the same key with the same message gets the first answer again and sends nothing. Send one whenever you may repeat a request.',
    schema: { type: 'string' as const, minLength: 1, maxLength: 255 },
    example: 'order-4711-confirmation',
  },
  {
    name: 'Prefer',
    in: 'header' as const,
    description: '`respond-async` answers as soon as the message is stored, and delivers it afterwards (RFC 7240).',
    schema: { type: 'string' as const },
    example: 'respond-async',
  },
]

const replayHeader = {
  description: '`true` where this is the first answer once more, for the same `Idempotency-Key`.',
  schema: { type: 'string' as const },
}

/** Headers that came more than once are kept apart where Node tells. */
function readIdempotencyKey(context: Context<Environment>): string | null {
  const joined = context.req.header('idempotency-key')
  if (joined === undefined) return null
  return parseIdempotencyKey(context.env.incoming?.headersDistinct['idempotency-key'] ?? [joined])
}

/** RFC 7240: preferences are separated by commas, may have parameters, and are compared without regard to case. */
const prefersAsync = (context: Context<Environment>): boolean =>
  (context.req.header('prefer') ?? '').split(',').some((one) => /^\s*respond-async\s*(;|$)/i.test(one))

/** W3C Trace Context, version 00 or later with its four fixed parts; anything else is not passed on. */
const traceparentShape = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

function readTraceparent(context: Context<Environment>): string | undefined {
  const traceparent = context.req.header('traceparent')
  return traceparent !== undefined && traceparentShape.test(traceparent) ? traceparent : undefined
}

export function createMessageRoutes(dependencies: Dependencies) {
  const { access, rateLimits, messages, clock } = dependencies
  const common = ['not-signed-in', 'invalid-service-key', 'forbidden', 'not-found'] as const
  const readers = access.allowForBot({ people: 'admin', scope: 'messages:read' })

  const test = createRoute({
    method: 'post',
    path: '/bots/{botId}/test-messages',
    tags,
    summary: 'Send one test email and explain what came of it',
    middleware: [access.allowForBot({ people: 'admin' }), rateLimits.microsoft],
    request: { params, ...jsonBody(sendTestMessageSchema) },
    responses: {
      200: jsonContent(testMessageResultSchema, 'The result. A failed test is a successful answer.'),
      ...problemResponses(
        ...common,
        'not-configured',
        'invalid-request',
        'not-possible-now',
        'bot-busy',
        'rate-limited',
        'microsoft-throttled',
        'sending-is-off',
        'shutting-down',
      ),
    },
  })
  const send = createRoute({
    method: 'post',
    path: '/bots/{botId}/messages',
    tags,
    summary: "Send a message from the bot's mailbox",
    description:
      'Answers once Microsoft has answered, or with `Prefer: respond-async` once the message is stored. Never repeat a request without an `Idempotency-Key`.',
    middleware: [access.allowForBot({ people: 'none', scope: 'messages:send' })],
    parameters: sendParameters,
    request: {
      params,
      body: {
        required: true,
        content: { 'application/json': { schema: parsedAtOnce(sendMessageSchema), examples: sendExamples } },
      },
    },
    responses: {
      202: {
        description:
          'Microsoft accepted the message (that does not mean that it was delivered), or it is stored and will be sent, or sending is simulated on this server.',
        headers: {
          'Idempotent-Replayed': replayHeader,
          Location: { description: 'Path of the queued message.', schema: { type: 'string' as const } },
          'Preference-Applied': { description: '`respond-async`', schema: { type: 'string' as const } },
        },
        content: { 'application/json': { schema: sentMessageSchema, example: acceptedExample } },
      },
      ...problemResponses(
        ...common,
        'not-configured',
        'not-possible-now',
        'idempotency-in-progress',
        'payload-too-large',
        'unsupported-media-type',
        'invalid-json',
        'invalid-request',
        'idempotency-key-reused',
        'bot-busy',
        'rate-limited',
        'microsoft-rejected',
        'microsoft-throttled',
        'microsoft-unreachable',
        'sending-is-off',
        'secret-unreadable',
        'shutting-down',
        'storage-unavailable',
        'delivery-unknown',
      ),
    },
  })
  const list = createRoute({
    method: 'get',
    path: '/bots/{botId}/messages',
    tags,
    summary: 'List what was sent, newest first',
    middleware: [readers],
    request: { params, query: listQuerySchema },
    responses: {
      200: jsonContent(messageListSchema, 'Messages, without their bodies.'),
      ...problemResponses(...common, 'invalid-request'),
    },
  })
  const read = createRoute({
    method: 'get',
    path: '/bots/{botId}/messages/{messageId}',
    tags,
    summary: 'Read what became of one message',
    middleware: [readers],
    request: { params: params.extend({ messageId: z.string() }) },
    responses: { 200: jsonContent(messageSchema, 'The message, without its body.'), ...problemResponses(...common) },
  })

  const followUps = access.allowForBot({ people: 'admin', scope: 'messages:send' })
  const messageParams = params.extend({ messageId: z.string() })
  const followUpProblems = problemResponses(...common, 'not-possible-now')
  const cancel = createRoute({
    method: 'post',
    path: '/bots/{botId}/messages/{messageId}/cancel',
    tags,
    summary: 'Take back a message that is queued',
    middleware: [followUps],
    request: { params: messageParams },
    responses: { 200: jsonContent(messageSchema, 'The cancelled message.'), ...followUpProblems },
  })
  const resend = createRoute({
    method: 'post',
    path: '/bots/{botId}/messages/{messageId}/resend',
    tags,
    summary: 'Send an asynchronous message again as a new one',
    description:
      'For failed and unknown messages. An unknown one may have been sent: then its recipients get it twice.',
    middleware: [followUps],
    request: { params: messageParams },
    responses: {
      200: jsonContent(messageSchema, 'The new message.'),
      ...problemResponses(
        ...common,
        'not-possible-now',
        'not-configured',
        'bot-busy',
        'rate-limited',
        'sending-is-off',
        'secret-unreadable',
      ),
    },
  })
  const resolve = createRoute({
    method: 'post',
    path: '/bots/{botId}/messages/{messageId}/resolve',
    tags,
    summary: 'Say what became of a message whose fate was unknown',
    middleware: [followUps],
    request: { params: messageParams, ...jsonBody(resolveMessageSchema) },
    responses: {
      200: jsonContent(messageSchema, 'The settled message.'),
      ...problemResponses(...common, 'not-possible-now', 'invalid-request'),
    },
  })
  const present = (context: Context<Environment>, message: Message) =>
    presentMessage(message, { forService: context.var.principal?.kind === 'service' })

  const limitOf = ({ var: { principal } }: Context<Environment>) =>
    principal?.kind === 'service' ? principal.limitSending : undefined

  return createRouter()
    .openapi(cancel, async (context) => {
      const { messageId } = context.req.valid('param')
      const reference = { botId: context.var.bot.id, messageId }
      const message = await cancelMessage(dependencies, toRequestContext(context, clock()), reference)
      return context.json(present(context, message), 200)
    })
    .openapi(resend, async (context) => {
      const { messageId } = context.req.valid('param')
      const reference = { botId: context.var.bot.id, messageId }
      const message = await resendMessage(dependencies, toRequestContext(context, clock()), reference, limitOf(context))
      return context.json(present(context, message), 200)
    })
    .openapi(resolve, async (context) => {
      const { messageId } = context.req.valid('param')
      const reference = { botId: context.var.bot.id, messageId, outcome: context.req.valid('json').outcome }
      const message = await resolveMessage(dependencies, toRequestContext(context, clock()), reference)
      return context.json(present(context, message), 200)
    })
    .openapi(test, async (context) => {
      const { bot } = context.var
      const { to } = context.req.valid('json')
      const result = await sendTestMessage(dependencies, toRequestContext(context, clock()), {
        botId: bot.id,
        botName: bot.name,
        to,
      })
      const { checks, diagnosis, ...known } = result
      const reader = { forService: false }
      return context.json(
        {
          ...known,
          checks: presentChecks(checks, reader),
          ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis) }),
        },
        200,
      )
    })
    .openapi(send, async (context) => {
      const botId = context.var.bot.id
      const isAsynchronous = prefersAsync(context)
      const answer = await sendMessage(dependencies, toRequestContext(context, clock()), {
        botId,
        message: context.req.valid('json'),
        idempotencyKey: readIdempotencyKey(context),
        isAsynchronous,
        limit: limitOf(context),
        traceparent: readTraceparent(context),
      })
      const { id, state } = answer
      if (answer.isReplayed) context.header('idempotent-replayed', 'true')
      if (answer.state === 'accepted') {
        const microsoft = answer.requestId === null ? null : { requestId: answer.requestId }
        return context.json({ id, state, microsoft }, 202)
      }
      if (answer.state === 'simulated') return context.json({ id, state }, 202)
      context.header('location', `/api/v1/bots/${botId}/messages/${id}`)
      if (isAsynchronous) context.header('preference-applied', 'respond-async')
      return context.json({ id, state }, 202)
    })
    .openapi(list, async (context) => {
      const { cursor, limit = defaultLimit, state } = context.req.valid('query')
      const page = await messages.list({
        botId: context.var.bot.id,
        limit: limit + 1,
        ...(cursor !== undefined && { before: cursor }),
        ...(state && { state }),
      })
      const shown = page.slice(0, limit)
      const nextCursor = page.length > limit ? (shown.at(-1)?.id ?? null) : null
      return context.json({ messages: shown.map((message) => present(context, message)), nextCursor }, 200)
    })
    .openapi(read, async (context) => {
      const message = await messages.read(context.var.bot.id, context.req.valid('param').messageId)
      if (!message) throw notFound()
      return context.json(present(context, message), 200)
    })
}
