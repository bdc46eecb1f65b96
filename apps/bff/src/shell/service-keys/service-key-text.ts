import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** `o365_` lets scanners recognize a leaked key; the checksum rejects an incomplete copy. */
const prefix = 'o365_'
const shape = /^o365_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/

const checksum = (random: string): string => crc32(random).toString(16).padStart(8, '0')

export function newServiceKeyText(): string {
  const random = randomBytes(32).toString('base64url')
  return `${prefix}${random}_${checksum(random)}`
}

export const isServiceKeyText = (text: string): boolean =>
  shape.test(text) && checksum(text.slice(prefix.length, -9)) === text.slice(-8)

export const hashServiceKey = (text: string): string => hash('sha256', text, 'hex')
