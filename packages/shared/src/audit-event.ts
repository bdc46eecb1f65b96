import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'

/** Every recorded action. The part before the period is the kind of thing that the action changes. */
export const auditActions = [
  'office365.submitted',
  'office365.reset',
  'office365.reset-cancelled',
  'office365.removed',
  'office365.checked',
  'office365.certificate-made',
  'office365.credential-changed',
  'office365.credential-dropped',
  'office365.imported',
  'configurations.imported',
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
  'intake-link.checked',
  'intake-link.approved',
  'intake-link.revoked',
  'alert-webhook.created',
  'alert-webhook.changed',
  'alert-webhook.deleted',
  'alert-webhook.tested',
  'federation-key.created',
  'encryption-key.first-used',
  'encryption-key.rotated',
  'encryption-key.forgotten',
  'storage.backed-up',
  'storage.restored',
  'storage.moved',
  'message.resent',
  'message.cancelled',
  'message.resolved',
  'message.exported',
  'audit-event.exported',
  'personal-data.deleted',
  'sending.held',
  'sending.released',
] as const

export const auditActionSchema = z.enum(auditActions)
export type AuditAction = z.infer<typeof auditActionSchema>

/** The kinds of thing that actions change, as filters. */
export const auditSubjects = [
  'office365',
  'configurations',
  'bot',
  'service-key',
  'session',
  'person',
  'intake-link',
  'alert-webhook',
  'federation-key',
  'encryption-key',
  'storage',
  'message',
  'audit-event',
  'personal-data',
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
