import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { AuditAction } from '@office365-email/shared/audit-event'
import type { RequestContext } from '../request-context.ts'

/** Records what happened, who did it and from where. Never contains a value of a configuration, key or message. */
export interface AuditEvent {
  id: string
  at: string
  actor: ActorReference
  action: AuditAction
  botId: string | null
  outcome: 'succeeded' | 'refused'
  requestId: string | null
  ip: string | null
  details: Record<string, unknown>
}

export function auditEvent(
  context: RequestContext,
  action: AuditAction,
  {
    botId = null,
    outcome = 'succeeded',
    details = {},
  }: Partial<Pick<AuditEvent, 'botId' | 'outcome' | 'details'>> = {},
): AuditEvent {
  const { actor, requestId, ip, now, newId } = context
  return { id: newId(), at: now.toISOString(), actor, action, botId, outcome, requestId, ip, details }
}
