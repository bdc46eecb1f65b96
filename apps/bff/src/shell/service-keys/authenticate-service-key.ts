import type { ServiceKey } from '@office365-email/shared/service-key'
import { Problem } from '../../ground/problem.ts'
import type { ServiceKeyStore } from './service-key-store.ts'
import { hashServiceKey, isServiceKeyText } from './service-key-text.ts'

const flushEveryMs = 60_000

export interface ServiceKeyAuthentication {
  authenticate(text: string, now: Date): Promise<ServiceKey>
  /** Saves when keys were last used. A timer and `close` call it. */
  flush(): Promise<void>
  close(): Promise<void>
}

/**
 * After this process revokes a key, the next request with it is refused. After another process does, it is
 * refused within 20 ms on SQLite, and within a second on PostgreSQL (`row-cache.ts`). `lastUsedAt` is written once a
 * minute.
 */
export function createServiceKeyAuthentication(serviceKeys: ServiceKeyStore): ServiceKeyAuthentication {
  let lastUsed = new Map<string, number>()
  const flush = async () => {
    const times = [...lastUsed].map(([id, at]) => [id, new Date(at).toISOString()] as const)
    lastUsed = new Map()
    if (times.length > 0) await serviceKeys.saveLastUsed(new Map(times))
  }
  const timer = setInterval(() => void flush().catch(() => undefined), flushEveryMs)
  timer.unref()

  return {
    async authenticate(text, now) {
      const key = isServiceKeyText(text) ? await serviceKeys.readByHash(hashServiceKey(text)) : null
      const isLive = key && !key.revokedAt && (!key.expiresAt || Date.parse(key.expiresAt) > now.getTime())
      if (!isLive)
        throw new Problem('invalid-service-key', {
          detail: 'This service key is unknown, revoked or expired. Ask an admin of the dashboard for a new one.',
        })
      lastUsed.set(key.id, now.getTime())
      return key
    },
    flush,
    async close() {
      clearInterval(timer)
      // A full disk must not keep the server from stopping.
      await flush().catch(() => undefined)
    },
  }
}
