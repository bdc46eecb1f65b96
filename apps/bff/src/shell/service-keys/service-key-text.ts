import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** The prefix and the checksum let scanners tell a leaked key from similar text. The server itself compares the hash. */
const shape = /^o365_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/

export function newServiceKeyText(): string {
  const random = randomBytes(32).toString('base64url')
  return `o365_${random}_${crc32(random).toString(16).padStart(8, '0')}`
}

export const isServiceKeyText = (text: string): boolean => shape.test(text)

export const hashServiceKey = (text: string): string => hash('sha256', text, 'hex')
