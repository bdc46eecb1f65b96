import { createHash, randomBytes } from 'node:crypto'
import type { Session } from './session-store.ts'

const minuteMs = 60_000

export const idleMs = 30 * minuteMs
export const absoluteMs = 8 * 60 * minuteMs
/** How old a sign-in may be for Reset, removal and the making of keys. */
export const freshMs = 30 * minuteMs

/** 256 random bits, for cookies and one-time links; only their hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

export const isLive = ({ signedInAt, lastSeenAt }: Session, now: number): boolean =>
  now - lastSeenAt < idleMs && now - signedInAt < absoluteMs

export const isFresh = ({ signedInAt }: Session, now: number): boolean => now - signedInAt < freshMs
