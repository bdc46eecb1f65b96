import { LRUCache } from 'lru-cache'
import { dayMs } from '../../ground/day.ts'
import type { CredentialDependencies } from '../credentials/open-credential.ts'
import type { AccessToken, Application, Entra, SignInOutcome } from '../microsoft/entra.ts'
import type { Office365Configuration } from './office365-configuration.ts'
import { signInAsSaved } from './open-secret.ts'

/** A token is renewed this long before it expires, so that no message waits for Entra or uses an expired one. */
const renewBeforeMs = 5 * 60_000
/** Limits for the token lifetime that Entra reports. */
const shortestLifeMs = 60_000
const longestLifeMs = dayMs
/** After this many sign-ins in a row that did not reach Entra, within `breakMs`, no sign-in is tried for `breakMs`. */
const breaksAfterFailures = 5
const breakMs = 30_000

/** Enough for the configurations that are in use at the same time. */
const max = 4_000

/** Moments are milliseconds of `performance.now()`, which does not depend on the system clock. */
interface Entry {
  version: number
  pending: Promise<SignInOutcome> | null
  token: AccessToken | null
  expiresAt: number
  unreachable: { since: number; times: number; last: SignInOutcome } | null
}

export interface AccessTokenCache {
  /** Returns no promise if the token is known. */
  get(configuration: Office365Configuration): SignInOutcome | Promise<SignInOutcome>
  /** Entra responded to a sign-in of this application, so there is no reason to hold back sign-ins. */
  reached(application: Pick<Application, 'cloud' | 'tenantId'>): void
  /** Microsoft Graph refused this token: the next `get` signs in again. */
  drop(configuration: Office365Configuration, token: AccessToken): void
  /** Forgets everything about a removed configuration. */
  forget(generation: string): void
}

/**
 * Keeps one token for each generation and version, so that a new secret is used immediately. Each is requested by one
 * sign-in at a time.
 */
export function createAccessTokenCache(microsoft: CredentialDependencies & { entra: Entra }): AccessTokenCache {
  const entries = new LRUCache<string, Entry>({ max })
  const lastReached = new LRUCache<string, number>({ max })
  const tenantOf = ({ cloud, tenantId }: Pick<Application, 'cloud' | 'tenantId'>) => `${cloud} ${tenantId}`

  function remember(entry: Entry, result: SignInOutcome): void {
    const now = performance.now()
    if (result.outcome === 'signed-in') {
      const lifeMs = Math.min(Math.max(result.token.expiresAt - Date.now(), shortestLifeMs), longestLifeMs)
      entry.token = result.token
      entry.expiresAt = now + (Number.isFinite(lifeMs) ? lifeMs : shortestLifeMs)
    }
    // Only a sign-in that did not reach Entra counts. After a refusal, the next one may succeed.
    if (result.outcome !== 'unreachable') entry.unreachable = null
    else if (!entry.unreachable || now - entry.unreachable.since > breakMs)
      entry.unreachable = { since: now, times: 1, last: result }
    else entry.unreachable = { since: entry.unreachable.since, times: entry.unreachable.times + 1, last: result }
  }

  async function signIn(configuration: Office365Configuration, entry: Entry): Promise<SignInOutcome> {
    const result = await signInAsSaved(microsoft, configuration)
    remember(entry, result)
    if (entry.unreachable?.times === breaksAfterFailures) entry.unreachable.since = performance.now()
    return result
  }

  function entryOf({ generation, version }: Office365Configuration): Entry {
    const existing = entries.get(generation)
    if (existing?.version === version) return existing
    const entry: Entry = { version, pending: null, token: null, expiresAt: 0, unreachable: null }
    // A delivery that began before the last Submit must not replace what later ones use.
    if (!existing || existing.version < version) entries.set(generation, entry)
    return entry
  }

  function renew(configuration: Office365Configuration, entry: Entry): Promise<SignInOutcome> {
    const { unreachable } = entry
    const isBroken = unreachable !== null && unreachable.times >= breaksAfterFailures
    const reachedAt = lastReached.get(tenantOf(configuration)) ?? Number.NEGATIVE_INFINITY
    if (isBroken && reachedAt < unreachable.since && performance.now() - unreachable.since < breakMs)
      return Promise.resolve(unreachable.last)
    entry.pending ??= signIn(configuration, entry).finally(() => {
      entry.pending = null
    })
    return entry.pending
  }

  return {
    get(configuration) {
      const entry = entryOf(configuration)
      const remainingMs = entry.expiresAt - performance.now()
      if (!entry.token || remainingMs <= 0) return renew(configuration, entry)
      if (remainingMs < renewBeforeMs) void renew(configuration, entry).catch(() => undefined)
      return { outcome: 'signed-in', token: entry.token }
    },
    reached(application) {
      lastReached.set(tenantOf(application), performance.now())
    },
    drop({ generation }, token) {
      const entry = entries.get(generation)
      if (entry?.token === token) entry.token = null
    },
    forget(generation) {
      entries.delete(generation)
    },
  }
}
