import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'

/** Finds the public key of the host that a token names. Throws `KeysUnavailable` if the keys cannot be read now. */
export type KeySet = JWTVerifyGetKey

export class KeysUnavailable extends Error {}

/** What key sets are far below: those of Google and Entra have about 15 KB. */
export const maxKeySetBytes = 262_144

const publicTypes = ['RSA', 'EC', 'OKP']

const keySetSchema = z.object({
  keys: z
    .array(z.looseObject({ kty: z.string() }))
    // Symmetric keys may be there, and are never used. A private key does not belong there at all.
    .refine((keys) => keys.some(({ kty }) => publicTypes.includes(kty)))
    .refine((keys) => keys.every((key) => !publicTypes.includes(key.kty) || key['d'] === undefined)),
})

/** Throws if the text is not a JSON Web Key Set (RFC 7517) with a public key. */
export const parseKeySet = (text: string): KeySet => createLocalJWKSet(keySetSchema.parse(JSON.parse(text)))

/** The keys are there, and none of them fits the token. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported

/** Distinguishes a token without a key from keys that cannot be read. */
export const guardKeySet =
  (find: KeySet): KeySet =>
  async (header, token) => {
    try {
      return await find(header, token)
    } catch (error) {
      if (isAboutToken(error)) throw error
      throw new KeysUnavailable('The keys of the host cannot be read', { cause: error })
    }
  }

/** Reports only changes, so that an outage is not a line for each request. `reason` has nothing that a server sent. */
export interface KeySetWatch {
  onFailure: (reason: string) => void
  onRecovery: () => void
}

export function watchOutcomes({ onFailure, onRecovery }: KeySetWatch) {
  let isFailing = false
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      const result = await work()
      if (isFailing) onRecovery()
      isFailing = false
      return result
    } catch (error) {
      if (!isFailing) onFailure(reasonOf(error))
      isFailing = true
      throw error
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.cause instanceof Error) return reasonOf(error.cause)
  return 'code' in error ? String(error.code) : error.name
}
