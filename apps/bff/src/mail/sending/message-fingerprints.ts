import { createHmac, hkdfSync } from 'node:crypto'
import type { EncryptionKey, KeyRing } from '../../ground/secrets/key-ring.ts'
import type { Fingerprinted, Fingerprints } from './idempotency.ts'

/** HMAC-SHA-256 of the validated request: neither whitespace nor the order of its members matters. */
export function createMessageFingerprints(keys: KeyRing): Fingerprints {
  const derived = new Map<string, Uint8Array>()

  function derive({ id, bytes }: EncryptionKey): Uint8Array {
    const existing = derived.get(id)
    if (existing) return existing
    const key = new Uint8Array(hkdfSync('sha256', bytes, '', 'idempotency-fingerprint', 32))
    derived.set(id, key)
    return key
  }

  function make(key: EncryptionKey, request: Fingerprinted) {
    const hmac = createHmac('sha256', derive(key))
    if ('operation' in request) {
      const { operation, about, choice } = request
      return { value: hmac.update(JSON.stringify([operation, about, choice])).digest('base64url'), madeWith: key.id }
    }
    const { attachments, headers, ...message } = request
    const sortedHeaders = Object.entries(headers ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
    const described = attachments.map(({ content, ...attachment }) => ({ ...attachment, length: content.length }))
    hmac.update(JSON.stringify([message, sortedHeaders, described]))
    // Hashed separately, since megabytes need no JSON quoting. The lengths above keep the contents apart.
    for (const { content } of attachments) hmac.update(content, 'latin1')
    return { value: hmac.digest('base64url'), madeWith: key.id }
  }

  return {
    of: (message) => make(keys.current, message),
    like({ madeWith }, message) {
      const key = keys.find(madeWith)
      return key && make(key, message)
    },
  }
}
