import { hash, randomBytes } from 'node:crypto'

/** 256 random bits for cookies and one-time links. Only the hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): string => hash('sha256', token, 'hex')
