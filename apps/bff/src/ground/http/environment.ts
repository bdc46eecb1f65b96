import type { HttpBindings } from '@hono/node-server'
import type { Bot } from '@office365-email/shared/bot'
import type { ServiceKey } from '@office365-email/shared/service-key'
import type { Person } from '../../shell/people/person.ts'
import type { Session } from '../../shell/sessions/session-store.ts'

/** Who asks: a person by cookie, or a program by bearer key. */
export type Principal = { kind: 'person'; person: Person; session: Session } | { kind: 'service'; key: ServiceKey }

export interface Environment {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    clientAddress: string | null
    principal: Principal | null
    /** Who asks, and whether they may: what was decided before the body was read, to be decided again if that took long. */
    checks: (() => Promise<void>)[]
    /** Set for routes below a bot that the asker may reach. */
    bot: Bot
  }
}
