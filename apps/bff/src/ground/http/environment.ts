import type { HttpBindings } from '@hono/node-server'
import type { Principal } from './principal.ts'

export interface Environment {
  Bindings: Partial<HttpBindings>
  Variables: {
    requestId: string
    clientAddress: string | null
    principal: Principal | null
  }
}
