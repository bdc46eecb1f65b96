import type { SessionView } from '@office365-email/shared/session'
import type { Session, SessionStore } from './session-store.ts'

const minuteMs = 60_000

export const idleMs = 30 * minuteMs
export const absoluteMs = 8 * 60 * minuteMs
/** How old a proof of who the person is may be for what makes credentials or rights. */
export const freshMs = 30 * minuteMs

export const isLive = ({ signedInAt, lastSeenAt }: Session, now: number): boolean =>
  now - lastSeenAt < idleMs && now - signedInAt < absoluteMs

/** A provider whose clock is ahead makes nothing fresh for longer than the session itself is. */
export const isFresh = ({ signedInAt, authenticatedAt }: Session, now: number): boolean =>
  authenticatedAt !== null && now - Math.min(authenticatedAt, signedInAt) < freshMs

/** Names a session to its owner. Half of a hash of 256 random bits: it leads to no cookie. */
export const sessionIdOf = ({ idHash }: Session): string => idHash.slice(0, 32)

export const presentSession = (session: Session, current: Session): SessionView => ({
  id: sessionIdOf(session),
  signedInAt: new Date(session.signedInAt).toISOString(),
  lastSeenAt: new Date(session.lastSeenAt).toISOString(),
  ip: session.ip,
  isCurrent: session.idHash === current.idHash,
})

/** Deletes what no cookie opens any more. */
export const forgetEndedSessions = (sessions: SessionStore, now: Date): Promise<void> =>
  sessions.deleteOlderThan({ signedInAt: now.getTime() - absoluteMs, lastSeenAt: now.getTime() - idleMs })
