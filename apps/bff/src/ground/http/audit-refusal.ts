import { botIdSchema } from '@office365-email/shared/bot'
import type { Endpoint } from '@office365-email/shared/endpoint'
import type { ProblemSlug } from '@office365-email/shared/problem'
import type { Context } from 'hono'
import * as z from 'zod/mini'
import { auditEvent } from '../audit/audit-event.ts'
import type { AuditStore } from '../audit/audit-store.ts'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import type { RateLimits } from './rate-limits.ts'
import { toRequestContext } from './request-context.ts'

/** What a security reviewer asks for. Not outages, limits, missing things, actions that are already done, or sign-ins that are too old. */
const recorded: ProblemSlug[] = [
  'forbidden',
  'bot-has-configuration',
  'configuration-locked',
  'not-configured',
  'configuration-changed',
  'invalid-request',
  'microsoft-rejected-values',
  'secret-required',
]

export interface RefusalAudit {
  audit: Pick<AuditStore, 'append'>
  rateLimits: Pick<RateLimits, 'mayRecordRefusal'>
  clock: () => Date
}

/** Records that the server refused an action to a caller that it knows: the reason and the fields, never a value. */
export async function auditRefusal(
  { audit, rateLimits, clock }: RefusalAudit,
  http: Context<Environment>,
  { refusedAs }: Pick<Endpoint, 'refusedAs'>,
  error: unknown,
): Promise<void> {
  const principal = http.get('principal')
  if (!(refusedAs && principal && error instanceof Problem && recorded.includes(error.slug))) return
  if (!(await rateLimits.mayRecordRefusal(principal))) return
  const pointers = new Set(error.details.errors?.map(({ pointer }) => pointer))
  const details = { reason: error.slug, ...(pointers.size > 0 && { fields: [...pointers] }) }
  // Anything else in its place may be a secret that was pasted there.
  const botId = z.safeParse(botIdSchema, http.req.param('botId')).data ?? null
  const about = { botId, outcome: 'refused', details } as const
  // If the storage fails, the caller still gets the reason of the refusal.
  await audit.append(auditEvent(toRequestContext(http, clock()), refusedAs, about)).catch(() => undefined)
}
