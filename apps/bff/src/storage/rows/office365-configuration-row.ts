import type { ConfigurationState } from '@office365-email/shared/office365-configuration'
import type { Health } from '../../mail/configuration/health.ts'
import type {
  ConfigurationRecord,
  Office365Configuration,
  SavedValues,
} from '../../mail/configuration/office365-configuration.ts'
import { type Credential, nextOf, type WaitingCredential, withNext } from '../../mail/credentials/credential.ts'

/** The columns of a row, except its version, while the bot has no configuration. */
export const emptied = {
  state: 'unconfigured',
  generation: '',
  userEmail: null,
  clientId: null,
  tenantId: null,
  userId: null,
  cloud: null,
  credential: { kind: 'client-secret' },
  waiting: null,
  sealedSecret: null,
  sealedWith: null,
  secretSavedAt: null,
  secretExpiresOn: null,
  savedAt: null,
  savedBy: null,
  health: { state: 'untested', since: null },
  restriction: null,
  lastAcceptedAt: null,
  signedInAt: null,
} as const

/** Locking drops a credential that was submitted and waits, but not the next certificate of the saved values. */
export const waitingAfter = (
  state: 'locked' | 'unlocked',
  waiting: WaitingCredential | null,
): WaitingCredential | null => (state === 'locked' ? nextOf(waiting) : waiting)

const isOneOf = (keyIds: readonly string[], credential: Credential): boolean =>
  credential.kind === 'certificate' && keyIds.includes(credential.keyId)

/** What still waits without these private keys. */
function waitingWithout(keyIds: readonly string[], waiting: WaitingCredential | null): WaitingCredential | null {
  const next = nextOf(waiting)
  const kept = next && isOneOf(keyIds, next.credential) ? null : next
  return waiting?.values && !isOneOf(keyIds, waiting.credential) ? withNext(waiting, kept) : kept
}

/** The columns that change when private keys are lost. `failing` is the health of a bot that sends with one of them. */
export const changesWithout = (
  keyIds: readonly string[],
  { credential, waiting }: { credential: Credential; waiting: WaitingCredential | null },
  failing: Health,
) => ({
  waiting: waitingWithout(keyIds, waiting),
  ...(isOneOf(keyIds, credential) && { secretSavedAt: null, secretExpiresOn: null, health: failing }),
})

type Always = 'botId' | 'generation' | 'version' | 'health' | 'credential'

export type ConfigurationRow = Pick<Office365Configuration, Always> & { state: ConfigurationState } & {
  [Column in Exclude<keyof Office365Configuration, Always | 'state'>]: Office365Configuration[Column] | null
}

/** A row is either complete or emptied: `save` writes all of it, `remove` empties it. */
export const isComplete = (row: ConfigurationRow): row is ConfigurationRow & Office365Configuration =>
  row.state !== 'unconfigured'

/** The columns that `SavedValues` has, and the state. */
type ValuesRow = Pick<ConfigurationRow, Exclude<keyof SavedValues, 'hasSecret'> | 'state'> & { hasSecret: boolean }

/** Empty for a bot that is not configured. */
export function toSavedValues({ state, ...row }: ValuesRow): SavedValues[] {
  const { userEmail, clientId, tenantId, userId, cloud } = row
  if (state === 'unconfigured' || !userEmail || !clientId || !tenantId || !userId || !cloud) return []
  return [{ ...row, userEmail, clientId, tenantId, userId, cloud }]
}

/** `found` is undefined if there is no such bot. */
export function toRecord(
  botId: string,
  found: { row: ConfigurationRow | null; botCreatedAt: string } | undefined,
): ConfigurationRecord {
  if (found?.row && isComplete(found.row)) return found.row
  return {
    botId,
    state: 'unconfigured',
    version: found?.row?.version ?? 0,
    botCreatedAt: found?.botCreatedAt ?? null,
  }
}
