import * as z from 'zod/mini'
import { auditActionSchema, auditEventListSchema, auditSubjects } from '../audit-event.ts'
import { botIdSchema } from '../bot.ts'
import type { Endpoint } from '../endpoint.ts'
import { exportQuery, exportResponse } from '../export.ts'
import { limitQuerySchema } from '../text-schemas.ts'

export const auditActionFilterSchema = z.optional(
  z.union(
    [auditActionSchema, z.enum(auditSubjects)],
    'Use an action such as "bot.created", or only its first part, such as "bot".',
  ),
)

const filterQuery = { botId: z.optional(botIdSchema), action: auditActionFilterSchema }

export const auditEventEndpoints = {
  listAuditEvents: {
    method: 'GET',
    path: '/audit-events',
    tag: 'Audit',
    summary: 'List who did what, newest first',
    description:
      'Owners see everything, admins what was done to their bots. Events are never changed, except that an owner can replace a mail address in them.',
    access: { people: 'admin' },
    query: z.strictObject({
      cursor: z.optional(z.string().check(z.regex(/^\d{1,15}$/, 'Use the nextCursor of a response.'))),
      ...filterQuery,
      limit: limitQuerySchema,
    }),
    responses: {
      200: { description: 'The events. They never hold a value, a key or a message.', schema: auditEventListSchema },
    },
    problems: ['not-found'],
  },
  exportAuditEvents: {
    method: 'GET',
    path: '/audit-events/export',
    tag: 'Audit',
    summary: 'Export who did what, newest first',
    description:
      'Streams all events that the filter selects as one file, in the formats of the export of messages. The export is recorded too.',
    access: { people: 'admin' },
    // It is recorded.
    refusesHead: true,
    query: z.strictObject({ ...filterQuery, ...exportQuery }),
    responses: { 200: exportResponse('The events.') },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Endpoint>
