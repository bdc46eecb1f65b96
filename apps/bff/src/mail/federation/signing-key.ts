import { dayMs } from '../../ground/day.ts'

/** The public half of a key, as the JWKS shows it (RFC 7517). */
export interface PublicSigningKey {
  kty: 'RSA'
  n: string
  e: string
}

/** A key that signs assertions. Its private half is sealed. */
export interface SigningKey {
  id: string
  publicKey: PublicSigningKey
  sealedKey: string
  sealedWith: string
  /** Milliseconds since 1970. */
  createdAt: number
}

/** The encryption context of a private key, which belongs to no bot. */
export const signingKeyEncryptionContext = (id: string) => ({ botId: '', field: `federation-key/${id}`, version: 1 })

const minuteMs = 60_000

/** A key signs for this long, and then a new one does. */
const rotateAfterMs = 90 * dayMs
/** A new key is published this long before it signs, so that caches of the JWKS know it. How long Entra's lasts is not documented. */
const publishedBeforeMs = 2 * dayMs
/** A key stays in the JWKS for this long after its last signature: longer than any assertion and any cache. */
const publishedAfterMs = 2 * dayMs
/** Entra sets no limit, and advises 5 to 10 minutes. */
export const assertionLifeMs = 5 * minuteMs

/** `keys` in order of age, the oldest first. The first key of all signs at once, because there is no other. */
export function signingKeyAt(keys: readonly SigningKey[], now: number): SigningKey | null {
  return keys.findLast(({ createdAt }) => createdAt <= now - publishedBeforeMs) ?? keys[0] ?? null
}

/** Whether the newest key is so old that the next one has to be published. */
export const needsNext = (keys: readonly SigningKey[], now: number): boolean =>
  (keys.at(-1)?.createdAt ?? 0) <= now - rotateAfterMs

/** Keys that signed nothing that anyone could still have to verify. */
export function outdatedKeys(keys: readonly SigningKey[], now: number): SigningKey[] {
  const isReplaced = ({ createdAt }: SigningKey) => createdAt + publishedBeforeMs + publishedAfterMs <= now
  const newest = keys.findLastIndex(isReplaced)
  return keys.slice(0, Math.max(newest, 0))
}
