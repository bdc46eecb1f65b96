import type { IncomingMessage } from 'node:http'
import type { PreparedResponse } from './prepared-response.ts'
import type { Principal } from './principal.ts'

export interface Environment {
  Bindings: {
    /** Empty if Node's parser refused the request. */
    incoming: IncomingMessage
    outgoing: Pick<PreparedResponse, 'prepared' | 'refusal'> &
      Partial<Pick<PreparedResponse, 'writeContinue' | 'destroy'>>
  }
  Variables: {
    requestId: string
    clientAddress: string | null
    principal: Principal | null
  }
}
