import { z } from 'zod'
import { auditActionSchema, auditEventListSchema, auditSubjects } from '../audit-event.ts'
import { botIdSchema } from '../bot.ts'
import type { Endpoint } from '../endpoint.ts'
import { limitQuerySchema } from '../limit-query.ts'

export const auditEventEndpoints = {
  listAuditEvents: {
    method: 'GET',
    path: '/audit-events',
    tag: 'Audit',
    summary: 'List who did what, newest first',
    description: 'Owners see everything, admins what was done to their bots. Events are never changed.',
    access: { people: 'admin' },
    query: z.strictObject({
      cursor: z
        .string()
        .regex(/^\d{1,15}$/, 'Use the nextCursor of an answer.')
        .optional(),
      botId: botIdSchema.optional(),
      action: z
        .union([auditActionSchema, z.enum(auditSubjects)], 'Use an action, or what stands before its point.')
        .optional(),
      limit: limitQuerySchema,
    }),
    answers: {
      200: { description: 'The events. They never hold a value, a key or a message.', schema: auditEventListSchema },
    },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Endpoint>
