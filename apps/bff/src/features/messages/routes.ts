import { createRoute, z } from '@hono/zod-openapi'
import {
  messageListSchema,
  messageSchema,
  messageStateSchema,
  sendMessageSchema,
  sendTestMessageSchema,
  sentMessageSchema,
  testMessageResultSchema,
} from '@office365-email/shared/message'
import type { Access } from '../../http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../http/openapi.ts'
import type { RateLimits } from '../../http/rate-limits.ts'
import { toRequestContext } from '../../http/request-context.ts'
import { notFound } from '../../problem.ts'
import { presentMessage } from './present-message.ts'
import { type SendDependencies, sendMessage } from './send-message.ts'
import { sendTestMessage, type TestDependencies } from './send-test-message.ts'

interface Dependencies extends SendDependencies, TestDependencies {
  access: Access
  rateLimits: RateLimits
}

const tags = ['Messages']
const params = z.strictObject({ botId: z.string() })

const listQuerySchema = z.strictObject({
  cursor: z.string().max(64).optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'Use a number from 1 to 200.')
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= 200, 'Use a number from 1 to 200.')
    .optional(),
  state: messageStateSchema.optional(),
})
const defaultLimit = 50

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
        'bot-busy',
        'rate-limited',
        'microsoft-throttled',
      ),
    },
  })
  const send = createRoute({
    method: 'post',
    path: '/bots/{botId}/messages',
    tags,
    summary: "Send a message from the bot's mailbox",
    middleware: [access.allowForBot({ people: 'none', scope: 'messages:send' })],
    request: { params, ...jsonBody(sendMessageSchema) },
    responses: {
      202: jsonContent(sentMessageSchema, 'Microsoft accepted the message. That does not mean that it was delivered.'),
      ...problemResponses(
        ...common,
        'not-configured',
        'payload-too-large',
        'invalid-request',
        'bot-busy',
        'microsoft-rejected',
        'microsoft-throttled',
        'microsoft-unreachable',
        'secret-unreadable',
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

  return createRouter()
    .openapi(test, async (context) => {
      const { bot } = context.var
      const { to } = context.req.valid('json')
      const result = await sendTestMessage(dependencies, toRequestContext(context, clock()), {
        botId: bot.id,
        botName: bot.name,
        to,
      })
      return context.json(result, 200)
    })
    .openapi(send, async (context) => {
      const { id, requestId } = await sendMessage(dependencies, toRequestContext(context, clock()), {
        botId: context.var.bot.id,
        message: context.req.valid('json'),
      })
      return context.json({ id, state: 'accepted' as const, microsoft: requestId ? { requestId } : null }, 202)
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
      const forService = context.var.principal?.kind === 'service'
      return context.json(
        { messages: shown.map((message) => presentMessage(message, { forService })), nextCursor },
        200,
      )
    })
    .openapi(read, async (context) => {
      const message = await messages.read(context.var.bot.id, context.req.valid('param').messageId)
      if (!message) throw notFound()
      const forService = context.var.principal?.kind === 'service'
      return context.json(presentMessage(message, { forService }), 200)
    })
}
