import type { Bot } from '@office365-email/shared/bot'
import type { BotScope } from '@office365-email/shared/session'
import type { AuditStore } from '../ground/audit/audit-store.ts'
import type { RateLimits } from '../ground/http/rate-limits.ts'
import type { EndpointHost } from '../ground/http/serve-endpoints.ts'
import type { RequestContext } from '../ground/request-context.ts'

/** The bots of the host, by their ID and name. */
export interface Bots {
  list(scope: BotScope): Promise<Pick<Bot, 'id' | 'name'>[]>
  read(botId: string): Promise<Pick<Bot, 'id' | 'name'> | null>
}

/** How much of its daily quota a service key has used. */
export interface QuotaUse {
  id: string
  name: string
  botIds: BotScope
  /** Recipients. */
  used: number
  limit: number
  /** The page of the host that says more. */
  path: string
}

/** What the mail feature needs from the product that mounts it. */
export interface MailHost extends EndpointHost {
  bots: Bots
  rateLimits: EndpointHost['rateLimits'] & Pick<RateLimits, 'secrets' | 'requireLink'>
  /** Creates or renames a bot. Left out: only the host does, on its own pages. */
  saveBot?: ((context: RequestContext, bot: Pick<Bot, 'id' | 'name'>) => Promise<unknown>) | undefined
  /** For audit events that are not written together with a change. */
  audit: Pick<AuditStore, 'append'>
}
