import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'

/** Every recorded action. The part before the period is the kind of thing that the action changes. */
export const auditActions = [
  'office365.submitted',
  'office365.reset',
  'office365.reset-cancelled',
  'office365.removed',
  'office365.checked',
  'bot.created',
  'bot.renamed',
  'bot.deleted',
  'service-key.created',
  'service-key.revoked',
  'session.started',
  'session.refused',
  'session.ended',
  'person.created',
  'person.changed',
  'person.password-set',
  'person.deleted',
  'intake-link.created',
  'intake-link.opened',
  'intake-link.refused',
  'intake-link.submitted',
  'intake-link.approved',
  'intake-link.revoked',
  'alert-webhook.created',
  'alert-webhook.deleted',
  'alert-webhook.tested',
  'encryption-key.first-used',
  'encryption-key.rotated',
  'encryption-key.forgotten',
  'storage.backed-up',
  'storage.restored',
  'message.resent',
  'sending.held',
  'sending.released',
] as const

export const auditActionSchema = z.enum(auditActions)
export type AuditAction = z.infer<typeof auditActionSchema>

/** The kinds of thing that actions change, as filters. */
export const auditSubjects = [
  'office365',
  'bot',
  'service-key',
  'session',
  'person',
  'intake-link',
  'alert-webhook',
  'encryption-key',
  'storage',
  'message',
  'sending',
] as const

/** Action, actor, and origin; never a value of a configuration, a key, or a message. */
export const auditEventSchema = z.strictObject({
  id: z.string(),
  at: z.iso.datetime(),
  actor: actorReferenceSchema,
  action: auditActionSchema,
  botId: z.nullable(z.string()),
  outcome: z.enum(['succeeded', 'refused']),
  requestId: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  details: z.record(z.string(), z.unknown()),
})
export type AuditEventView = z.infer<typeof auditEventSchema>

export const auditEventListSchema = z.strictObject({
  auditEvents: z.array(auditEventSchema),
  nextCursor: z.nullable(z.string()),
})
