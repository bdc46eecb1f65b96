import type { SessionView } from '@office365-email/shared/session'
import { freshMs } from '../../ground/http/principal.ts'
import type { Session, SessionStore } from './session-store.ts'

const minuteMs = 60_000

export const idleMs = 30 * minuteMs
export const absoluteMs = 8 * 60 * minuteMs

export const isLive = ({ signedInAt, lastSeenAt }: Session, now: number): boolean =>
  now - lastSeenAt < idleMs && now - signedInAt < absoluteMs

/** Uses the earlier time, so that a provider whose clock is ahead does not make a session fresh for longer. */
export const isFresh = ({ signedInAt, authenticatedAt }: Session, now: number): boolean =>
  authenticatedAt !== null && now - Math.min(authenticatedAt, signedInAt) < freshMs

/**
 * Identifies a session to its owner. It is half of a hash of 256 random bits, so no one can derive the cookie from it.
 */
export const sessionIdOf = ({ idHash }: Session): string => idHash.slice(0, 32)

export const presentSession = (session: Session, current: Session): SessionView => ({
  id: sessionIdOf(session),
  signedInAt: new Date(session.signedInAt).toISOString(),
  lastSeenAt: new Date(session.lastSeenAt).toISOString(),
  ip: session.ip,
  isCurrent: session.idHash === current.idHash,
})

/** Deletes sessions that have ended. */
export const forgetEndedSessions = (sessions: SessionStore, now: Date): Promise<void> =>
  sessions.deleteOlderThan({ signedInAt: now.getTime() - absoluteMs, lastSeenAt: now.getTime() - idleMs })
