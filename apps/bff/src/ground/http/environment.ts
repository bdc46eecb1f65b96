import type { HttpBindings } from '@hono/node-server'
import type { Problem } from '../problem.ts'
import type { Principal } from './principal.ts'

export interface Environment {
  /** `refusal`: why the request is not valid HTTP, which has to be known before the app can read it. */
  Bindings: Partial<HttpBindings> & { refusal?: Problem | undefined }
  Variables: {
    requestId: string
    clientAddress: string | null
    principal: Principal | null
  }
}
