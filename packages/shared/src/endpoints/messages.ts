import * as z from 'zod/mini'
import type { Endpoint, HeaderField } from '../endpoint.ts'
import { exportQuery, exportResponse } from '../export.ts'
import {
  messageSchema,
  resendMessageSchema,
  resolveMessageSchema,
  sendTestMessageSchema,
  testMessageResultSchema,
} from '../message.ts'
import { botFilterQuery, countsQuery, messageFilterQuery } from '../message-filter-query.ts'
import { messageHistorySchema } from '../message-history.ts'
import { messageListSchema, mostCounted } from '../message-search.ts'
import { limitQuerySchema } from '../text-schemas.ts'

const tag = 'Messages'

/** With the rules of the send endpoint. A key that certainly sent nothing is free again. */
const idempotencyHeaders = {
  'Idempotency-Key': {
    description:
      'One key for each intended action, 1 to 255 printable ASCII characters. For 24 hours, and for as long as the message is queued or its outcome is unknown, the same key with the same request gets the first response again and does nothing.',
    schema: z.string().check(z.minLength(1), z.maxLength(255)),
    example: 'resend-4711',
  },
} as const satisfies Record<string, HeaderField>
const replayHeaders = {
  'Idempotent-Replayed': {
    description: '`true` if this is the first response again, for the same `Idempotency-Key`.',
    schema: z.string(),
  },
} as const satisfies Record<string, HeaderField>
const idempotencyProblems = ['idempotency-in-progress', 'idempotency-key-reused'] as const
const pageQuery = {
  cursor: z.optional(z.uuid('Use the nextCursor of a response.')),
  limit: limitQuerySchema,
}
const aboutCounts = `With \`counts=true\`, the first page also has \`counts\`: how many messages match, up to ${mostCounted}, and in which states they are.`
const path = '/bots/:botId/messages'
const readers = { people: 'admin', scope: 'messages:read' } as const
const senders = { people: 'admin', scope: 'messages:send' } as const

export const messageEndpoints = {
  sendTestMessage: {
    method: 'POST',
    path: '/bots/:botId/test-messages',
    tag,
    summary: 'Send one test email and explain its result',
    access: { people: 'admin' },
    rateLimit: 'microsoft',
    headers: idempotencyHeaders,
    body: sendTestMessageSchema,
    responses: {
      200: {
        description: 'The result. A failed test is a successful response.',
        schema: testMessageResultSchema,
        headers: replayHeaders,
      },
    },
    problems: [
      ...idempotencyProblems,
      'not-configured',
      'not-possible-now',
      'bot-busy',
      'microsoft-throttled',
      'sending-is-off',
      'shutting-down',
    ],
  },
  listMessages: {
    method: 'GET',
    path,
    tag,
    summary: 'List what was sent, newest first',
    access: readers,
    description: `Filters can be combined. ${aboutCounts}`,
    query: z.strictObject({ ...pageQuery, ...messageFilterQuery, ...countsQuery }),
    responses: { 200: { description: 'Messages, without their bodies.', schema: messageListSchema } },
  },
  searchMessages: {
    method: 'GET',
    path: '/messages',
    tag,
    summary: 'Find messages of all bots that you may see, newest first',
    description: `Filters can be combined; \`bot\` limits the search to one bot. ${aboutCounts}`,
    access: readers,
    query: z.strictObject({ ...pageQuery, ...messageFilterQuery, ...botFilterQuery, ...countsQuery }),
    responses: { 200: { description: 'Messages, without their bodies.', schema: messageListSchema } },
    problems: ['not-found'],
  },
  exportMessages: {
    method: 'GET',
    path: '/messages/export',
    tag,
    summary: 'Export the messages that a search finds, newest first',
    description:
      'Streams all of them as one file, without their bodies. `csv` begins with a byte order mark, so that Excel reads it as UTF-8, and puts an apostrophe before values that a spreadsheet would take for a formula. `ndjson` has one message on each line, as the list shows it. If the connection breaks off, the file is not complete. The export is recorded in the audit log.',
    access: readers,
    // It is recorded.
    refusesHead: true,
    query: z.strictObject({ ...messageFilterQuery, ...botFilterQuery, ...exportQuery }),
    responses: { 200: exportResponse('The messages.') },
    problems: ['not-found'],
  },
  readMessage: {
    method: 'GET',
    path: `${path}/:messageId`,
    tag,
    summary: 'Read the state of one message',
    access: readers,
    responses: { 200: { description: 'The message, without its body.', schema: messageSchema } },
  },
  readMessageHistory: {
    method: 'GET',
    path: `${path}/:messageId/history`,
    tag,
    summary: 'Read what happened to one message',
    description:
      'Who canceled it or settled its unknown outcome, which messages it was sent again as, and when a waiting one is tried next. The message itself says when it was received and finished, and how often it was tried.',
    access: readers,
    responses: { 200: { description: 'The history of the message.', schema: messageHistorySchema } },
  },
  cancelMessage: {
    method: 'POST',
    path: `${path}/:messageId/cancel`,
    tag,
    summary: 'Cancel a queued message',
    access: senders,
    responses: { 200: { description: 'The canceled message.', schema: messageSchema } },
    problems: ['not-possible-now'],
  },
  resendMessage: {
    method: 'POST',
    path: `${path}/:messageId/resend`,
    tag,
    summary: 'Send an asynchronous message again as a new one',
    description:
      'For failed and unknown messages. An unknown one may have been sent: then its recipients get it twice. A message that was already sent again needs `again: true`; otherwise the problem names the first resend in `messageId`.',
    refusedAs: 'message.resent',
    access: senders,
    headers: idempotencyHeaders,
    body: resendMessageSchema,
    isBodyOptional: true,
    responses: { 200: { description: 'The new message.', schema: messageSchema, headers: replayHeaders } },
    problems: [
      ...idempotencyProblems,
      'not-possible-now',
      'not-configured',
      'bot-busy',
      'sending-is-off',
      'secret-unreadable',
    ],
  },
  resolveMessage: {
    method: 'POST',
    path: `${path}/:messageId/resolve`,
    tag,
    summary: 'Settle a message whose outcome is unknown: it was sent, or it was not',
    access: senders,
    headers: idempotencyHeaders,
    body: resolveMessageSchema,
    responses: { 200: { description: 'The settled message.', schema: messageSchema, headers: replayHeaders } },
    problems: [...idempotencyProblems, 'not-possible-now'],
  },
} as const satisfies Record<string, Endpoint>
