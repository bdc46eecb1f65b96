import type { Vault } from '../../secrets/vault.ts'
import { type Office365Configuration, secretPlace } from '../office365-configuration/office365-configuration.ts'
import type { AccessToken, Entra, SignInOutcome } from '../verification/entra.ts'

/** A token is renewed this long before it ends, so that no message waits for Entra or meets an expired one. */
const renewBeforeMs = 5 * 60_000

interface Entry {
  version: number
  pending: Promise<SignInOutcome> | null
  token: AccessToken | null
}

export interface AccessTokenCache {
  get(configuration: Office365Configuration): Promise<SignInOutcome>
  /** Microsoft Graph refused this token: the next `get` signs in afresh. */
  drop(configuration: Office365Configuration, token: AccessToken): void
}

/** One token for each bot and version, so that a new secret is used at once; asked for by one request at a time. */
export function createAccessTokenCache({ entra, vault }: { entra: Entra; vault: Vault }): AccessTokenCache {
  const entries = new Map<string, Entry>()

  async function signIn(configuration: Office365Configuration, entry: Entry): Promise<SignInOutcome> {
    const { botId, version, sealedSecret } = configuration
    const clientSecret = await vault.open(sealedSecret, secretPlace(botId, version))
    const result = await entra.signIn({ ...configuration, clientSecret })
    if (result.outcome === 'signed-in') entry.token = result.token
    return result
  }

  function entryOf({ botId, version }: Office365Configuration): Entry {
    const existing = entries.get(botId)
    if (existing?.version === version) return existing
    const entry: Entry = { version, pending: null, token: null }
    entries.set(botId, entry)
    return entry
  }

  function renew(configuration: Office365Configuration, entry: Entry): Promise<SignInOutcome> {
    entry.pending ??= signIn(configuration, entry).finally(() => {
      entry.pending = null
    })
    return entry.pending
  }

  return {
    async get(configuration) {
      const entry = entryOf(configuration)
      const remainingMs = (entry.token?.expiresAt ?? 0) - Date.now()
      if (!entry.token || remainingMs <= 0) return await renew(configuration, entry)
      if (remainingMs < renewBeforeMs) void renew(configuration, entry).catch(() => undefined)
      return { outcome: 'signed-in', token: entry.token }
    },
    drop(configuration, token) {
      const entry = entries.get(configuration.botId)
      if (entry?.token === token) entry.token = null
    },
  }
}
