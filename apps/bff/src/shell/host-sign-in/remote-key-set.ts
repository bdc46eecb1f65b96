import { createRemoteJWKSet, customFetch } from 'jose'
import { createOutgoingFetch } from '../../ground/outgoing-fetch.ts'
import { guardKeySet, type KeySet, type KeySetWatch, maxKeySetBytes, parseKeySet, watchOutcomes } from './key-set.ts'

const timeoutMs = 5_000
/** A key that the host withdraws is accepted for at most this long. */
const cacheMs = 5 * 60_000
/** A token can name an unknown key, and so cause a request. This is the shortest time between two of them. */
const pauseMs = 1_000

/** Asks for the keys when they are first needed, when they are old, and when a token names an unknown one. */
export function createRemoteKeySet(url: URL, watch: KeySetWatch): KeySet {
  const report = watchOutcomes(watch)
  const outgoingFetch = createOutgoingFetch({ connectTimeoutMs: timeoutMs, maxBytes: maxKeySetBytes })
  let failure: { at: number; error: unknown } | null = null

  const keys = createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    cooldownDuration: pauseMs,
    cacheMaxAge: cacheMs,
    async [customFetch](address, { method, headers, signal }) {
      // jose pauses only after a success.
      if (failure && performance.now() - failure.at < pauseMs) throw failure.error
      try {
        return await report(async () => {
          const response = await outgoingFetch(address, { method, headers, signal })
          if (response.status !== 200) throw new Error(`The key set was answered with ${response.status}`)
          const text = await response.text()
          parseKeySet(text)
          failure = null
          return new Response(text)
        })
      } catch (error) {
        failure = { at: performance.now(), error }
        throw error
      }
    },
  })
  return guardKeySet(keys)
}
