import type { HttpBindings } from '@hono/node-server'
import type { Bot } from '@office365-email/shared/bot'
import type { Principal } from './principal.ts'

export interface Environment {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    clientAddress: string | null
    principal: Principal | null
    /** Who asks, and whether they may: what was decided before the body was read, to be decided again if that took long. */
    checks: (() => Promise<void>)[]
    /** Set for routes below a bot that the asker may reach. */
    bot: Pick<Bot, 'id' | 'name'>
  }
}
