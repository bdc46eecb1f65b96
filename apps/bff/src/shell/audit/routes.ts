import { createRoute, z } from '@hono/zod-openapi'
import { auditActionSchema, auditEventListSchema, auditSubjects } from '@office365-email/shared/audit-event'
import { botIdSchema } from '@office365-email/shared/bot'
import type { AuditQuery, AuditStore } from '../../ground/audit/audit-store.ts'
import { type Access, reachesBot } from '../../ground/http/access.ts'
import { limitQuerySchema } from '../../ground/http/limit-query.ts'
import { createRouter, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { Principal } from '../../ground/http/principal.ts'
import { notFound } from '../../ground/problem.ts'

interface Dependencies {
  access: Access
  audit: AuditStore
}

const query = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'Use the nextCursor of an answer.')
    .optional(),
  botId: botIdSchema.optional(),
  action: z
    .union([auditActionSchema, z.enum(auditSubjects)], 'Use an action, or what stands before its point.')
    .optional(),
  limit: limitQuerySchema,
})

/** Owners see what belongs to no bot as well: sign-ins, people, encryption keys. */
const reachOf = (principal: Principal): AuditQuery['reach'] =>
  principal.kind === 'person' && principal.role === 'owner' ? 'everything' : principal.botIds

export function createAuditRoutes({ access, audit }: Dependencies) {
  const list = createRoute({
    method: 'get',
    path: '/audit-events',
    tags: ['Audit'],
    summary: 'List who did what, newest first',
    description: 'Owners see everything, admins what was done to their bots. Events are never changed.',
    middleware: [access.allow({ people: 'admin' })],
    request: { query },
    responses: {
      200: jsonContent(auditEventListSchema, 'The events. They never hold a value, a key or a message.'),
      ...problemResponses('not-signed-in', 'forbidden', 'not-found', 'invalid-request'),
    },
  })

  return createRouter().openapi(list, async (context) => {
    const { cursor, botId, action, limit } = context.req.valid('query')
    const { principal } = context.var
    if (!principal || (botId !== undefined && !reachesBot(principal, botId))) throw notFound()
    const before = cursor === undefined ? undefined : Number(cursor)
    const rows = await audit.list({ reach: reachOf(principal), botId, action, before, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const next = rows.length > limit ? page.at(-1) : undefined
    const auditEvents = page.map(({ event }) => event)
    return context.json({ auditEvents, nextCursor: next ? String(next.sequence) : null }, 200)
  })
}
