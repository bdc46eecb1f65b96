import type { ActorReference } from '@office365-email/shared/actor-reference'
import { newId } from './new-id.ts'

/** The actor, time and origin of a request. Every verb that changes something takes one. */
export interface RequestContext {
  actor: ActorReference
  /** Null, like `ip`, for work that no HTTP request started. */
  requestId: string | null
  ip: string | null
  now: Date
  /** A new UUIDv7. */
  newId: () => string
}

export const createRequestContext = (
  actor: ActorReference,
  now: Date,
  request: Pick<RequestContext, 'requestId' | 'ip'> = { requestId: null, ip: null },
): RequestContext => ({ actor, now, newId, ...request })
