import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { pathOf } from '@office365-email/shared/endpoint'
import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import { sendMessageEndpoints } from '@office365-email/shared/endpoints/send-message'
import { sendingEndpoints } from '@office365-email/shared/endpoints/sending'
import type { Message as MessageView } from '@office365-email/shared/message'
import type { Context } from 'hono'
import { type EndpointRoute, handle, type Reply } from '../../ground/http/endpoint-route.ts'
import type { Environment } from '../../ground/http/environment.ts'
import { isService, type Principal } from '../../ground/http/principal.ts'
import { valuesOf } from '../../ground/http/raw-headers.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import { presentChecks } from '../verification/checks.ts'
import { cancelMessage } from './cancel-message.ts'
import { parseIdempotencyKey } from './idempotency.ts'
import { type Message, presentMessage } from './message.ts'
import type { MessageHistory } from './message-history.ts'
import type { QueueStore } from './queue-store.ts'
import { readHistory } from './read-history.ts'
import { type ResendDependencies, resendMessage } from './resend-message.ts'
import { resolveMessage } from './resolve-message.ts'
import { type SendDependencies, type SendResult, sendMessage } from './send-message.ts'
import { sendTestMessage, type TestDependencies } from './send-test-message.ts'
import { releaseSending } from './sending.ts'
import type { SendingStore } from './sending-store.ts'

export interface Dependencies extends SendDependencies, TestDependencies, ResendDependencies {
  sendingStore: SendingStore
  queueStore: QueueStore
  messageHistory: MessageHistory
}

const readIdempotencyKey = ({ env: { incoming } }: Context<Environment>): string | null =>
  parseIdempotencyKey(valuesOf(incoming, 'idempotency-key'))

function markReplay<Result>(reply: Reply, { result, isReplayed }: { result: Result; isReplayed: boolean }): Result {
  if (isReplayed) reply.headers['idempotent-replayed'] = 'true'
  return result
}

/** RFC 7240: preferences are separated by commas, may have parameters, and are compared without regard to case. */
const prefersAsync = ({ env: { incoming } }: Context<Environment>): boolean =>
  String(incoming.headers['prefer'] ?? '')
    .split(',')
    .some((one) => /^\s*respond-async\s*(;|$)/i.test(one))

/** W3C Trace Context, version 00 or later with its four fixed parts; anything else is not passed on. */
const traceparentShape = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

function readTraceparent({ env: { incoming } }: Context<Environment>): string | undefined {
  const { traceparent } = incoming.headers
  return typeof traceparent === 'string' && traceparentShape.test(traceparent) ? traceparent : undefined
}

const present = (message: Message, principal: Principal): MessageView =>
  presentMessage(message, { forService: isService(principal) })

const limitOf = (principal: Principal) => (principal.kind === 'service' ? principal.limitSending : undefined)

const presentSent = (result: SendResult) => {
  const { id, state, warnings } = result
  const mended = warnings.length > 0 ? { warnings } : {}
  if (state !== 'accepted') return { id, state, ...mended }
  return { id, state, microsoft: result.requestId === null ? null : { requestId: result.requestId }, ...mended }
}

export const sendingRoutes: EndpointRoute<Dependencies>[] = [
  handle(messageEndpoints.sendTestMessage, async (dependencies, { bot, body: { to }, context, http, reply }) => {
    const test = { botId: bot.id, botName: bot.name, to, idempotencyKey: readIdempotencyKey(http) }
    const { checks, diagnosis, ...known } = markReplay(reply, await sendTestMessage(dependencies, context, test))
    return {
      ...known,
      checks: presentChecks(checks, { forService: false }),
      ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis) }),
    }
  }),

  handle(sendMessageEndpoints.sendMessage, async (dependencies, request) => {
    const { bot, body, principal, context, basePath, http, reply } = request
    const isAsynchronous = prefersAsync(http)
    const result = await sendMessage(dependencies, context, {
      botId: bot.id,
      message: body,
      idempotencyKey: readIdempotencyKey(http),
      isAsynchronous,
      limit: limitOf(principal),
      traceparent: readTraceparent(http),
    })
    if (result.isReplayed) reply.headers['idempotent-replayed'] = 'true'
    if (result.state === 'queued') {
      const path = pathOf(messageEndpoints.readMessage, { botId: bot.id, messageId: result.id })
      reply.headers['location'] = `${basePath}${path}`
      if (isAsynchronous) reply.headers['preference-applied'] = 'respond-async'
    }
    return presentSent(result)
  }),

  handle(messageEndpoints.readMessage, async ({ messages }, { params, principal }) => {
    const message = await messages.read(params.botId, params.messageId)
    if (!message) throw notFound()
    return present(message, principal)
  }),

  handle(messageEndpoints.readMessageHistory, (dependencies, { params, principal }) =>
    readHistory(dependencies, params, { forService: isService(principal) }),
  ),

  handle(messageEndpoints.cancelMessage, async (dependencies, { params, principal, context }) =>
    present(await cancelMessage(dependencies, context, params), principal),
  ),

  handle(messageEndpoints.resendMessage, async (dependencies, { params, body, principal, context, http, reply }) => {
    const again = body.again === true
    const resend = { ...params, again, idempotencyKey: readIdempotencyKey(http), limit: limitOf(principal) }
    return present(markReplay(reply, await resendMessage(dependencies, context, resend)), principal)
  }),

  handle(messageEndpoints.resolveMessage, async (dependencies, { params, body, principal, context, http, reply }) => {
    const resolution = { ...params, ...body, idempotencyKey: readIdempotencyKey(http) }
    return present(markReplay(reply, await resolveMessage(dependencies, context, resolution)), principal)
  }),

  handle(sendingEndpoints.readSending, async ({ sending, queueStore }, { principal }) => {
    const view = await sending.read()
    const isOwner = principal.kind === 'person' && principal.role === 'owner'
    if (view.state !== 'held' || !isOwner) return view
    return { ...view, queuedMessages: (await queueStore.usage()).messages }
  }),

  handle(sendingEndpoints.releaseSending, async (dependencies, { context }) => {
    if (!(await releaseSending(dependencies, context)))
      throw new Problem('not-possible-now', { detail: 'Sending is not held: there is nothing to release.' })
    return await dependencies.sending.read()
  }),
]
