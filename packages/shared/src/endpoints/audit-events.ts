import * as z from 'zod/mini'
import { auditActionSchema, auditEventListSchema, auditSubjects } from '../audit-event.ts'
import { botIdSchema } from '../bot.ts'
import type { Endpoint } from '../endpoint.ts'
import { limitQuerySchema } from '../text-schemas.ts'

export const auditEventEndpoints = {
  listAuditEvents: {
    method: 'GET',
    path: '/audit-events',
    tag: 'Audit',
    summary: 'List who did what, newest first',
    description: 'Owners see everything, admins what was done to their bots. Events are never changed.',
    access: { people: 'admin' },
    query: z.strictObject({
      cursor: z.optional(z.string().check(z.regex(/^\d{1,15}$/, 'Use the nextCursor of a response.'))),
      botId: z.optional(botIdSchema),
      action: z.optional(
        z.union(
          [auditActionSchema, z.enum(auditSubjects)],
          'Use an action such as "bot.created", or only its first part, such as "bot".',
        ),
      ),
      limit: limitQuerySchema,
    }),
    responses: {
      200: { description: 'The events. They never hold a value, a key or a message.', schema: auditEventListSchema },
    },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Endpoint>
