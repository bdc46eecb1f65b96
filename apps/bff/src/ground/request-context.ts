import type { ActorReference } from '@office365-email/shared/actor-reference'
import { v7 as uuidv7 } from 'uuid'

/** Who asks, when and from where: every verb that changes something takes one. */
export interface RequestContext {
  actor: ActorReference
  /** Null for work that no HTTP request asked for, as is `ip`. */
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
): RequestContext => ({ actor, now, newId: uuidv7, ...request })
