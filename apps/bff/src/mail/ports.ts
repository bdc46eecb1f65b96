import type { Bot } from '@office365-email/shared/bot'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditStore } from '../ground/audit/audit-store.ts'
import type { RateLimits } from '../ground/http/rate-limits.ts'
import type { EndpointHost } from '../ground/http/serve-endpoints.ts'

/** The bots of the host, by their ID and name. */
export interface Bots {
  list(scope: BotScope): Promise<Pick<Bot, 'id' | 'name'>[]>
  read(botId: string): Promise<Pick<Bot, 'id' | 'name'> | null>
}

/** What the mail feature needs from the product that mounts it. */
export interface MailHost extends EndpointHost {
  bots: Bots
  rateLimits: EndpointHost['rateLimits'] & Pick<RateLimits, 'secrets'>
  /** For audit events that are not written together with a change. */
  audit: Pick<AuditStore, 'append'>
}
