import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { EncryptionContext } from '../../ground/secrets/vault.ts'
import { channelEncryptionContext } from '../alerts/alert-channel.ts'
import { keyEncryptionContext, secretEncryptionContext } from '../credentials/credential.ts'
import { signingKeyEncryptionContext } from '../federation/signing-key.ts'
import { intakeEncryptionContext } from '../intake-links/intake-link.ts'
import { messageEncryptionContext } from '../sending/enqueue-message.ts'

/** Everything that is stored sealed. */
export const sealedKinds = [
  'client secret',
  'certificate key',
  'intake submission',
  'queued message',
  'webhook secret',
  'federation key',
] as const
export type SealedKind = (typeof sealedKinds)[number]

export interface SealedValue {
  kind: SealedKind
  id: string
  botId: string
  version: number
  sealed: string
  /** ID of the key that it is sealed with. */
  sealedWith: string
}

/** Values that are lost with a key. */
export interface LostValues {
  kind: SealedKind
  /** Null if the values belong to no bot. */
  bot: { id: string; name: string } | null
  /** The address of an alert channel, without what is secret in it; empty for the other kinds. */
  address: string
  count: number
}

/** What replaces the values of a lost key, and the events that record it. */
export interface Forgetting {
  at: string
  /** For a bot that lost its client secret, and for a message that lost its body. */
  diagnoses: { secret: Diagnosis; message: Diagnosis }
  /** The events to write, made from what was lost. */
  eventsOf: (lost: LostValues[]) => AuditEvent[]
}

export interface Resealed {
  value: SealedValue
  sealedSecret: string
  sealedWith: string
}

/** The keys that a storage was written with. */
export interface KeysOfStorage {
  /** All that it was ever written with, even if they seal nothing now. */
  known: { id: string; fingerprint: string }[]
  /** How many values each key seals, by the key's ID. */
  counts: Map<string, number>
}

/** The key that new values are sealed with. */
export interface UsedKey {
  key: { id: string; fingerprint: string }
  firstUse: AuditEvent
}

/** Each method is one transaction. */
export interface SealedValues {
  /** In order of ID, after `after`. With `except`, only those that are sealed with another key. */
  list(kind: SealedKind, range: { after: string; limit: number; except?: string }): Promise<SealedValue[]>
  /** Replaces each value that did not change since it was read. Returns how many; writes the event if there was one. */
  replace(resealed: Resealed[], event: AuditEvent): Promise<number>
  /** How many values each key seals, by the key's ID. */
  countByKey(): Promise<Map<string, number>>
  /** The keys that this database was ever written with. */
  listKnownKeys(): Promise<{ id: string; fingerprint: string }[]>
  /** The IDs of the keys that seal anything. Takes one index look-up for each key. */
  listKeysInUse(): Promise<string[]>
  /**
   * Runs the change while no other process runs one. Adds the key that `used` returns to the known ones, and writes the
   * event if the key is new.
   */
  lockKeys<Result>(change: (stored: KeysOfStorage) => Result, used?: (result: Result) => UsedKey): Promise<Result>
  listLost(keyId: string): Promise<LostValues[]>
  /**
   * Deletes what the key seals. A bot keeps everything except its client secret; queued messages fail; an alert channel
   * is deleted with its secret.
   */
  forget(keyId: string, forgetting: Forgetting): Promise<LostValues[]>
}

const encryptionContexts: Record<SealedKind, (value: SealedValue) => EncryptionContext> = {
  'client secret': ({ botId, version }) => secretEncryptionContext(botId, version),
  'certificate key': ({ botId, id }) => keyEncryptionContext(botId, id),
  'federation key': ({ id }) => signingKeyEncryptionContext(id),
  'intake submission': ({ botId, id, version }) => intakeEncryptionContext(botId, id, version),
  'webhook secret': ({ id }) => channelEncryptionContext(id),
  'queued message': ({ botId, id }) => messageEncryptionContext(botId, id),
}

export const encryptionContextOf = (value: SealedValue): EncryptionContext => encryptionContexts[value.kind](value)

/** Describes a sealed value to the operator. */
export function nameOf({ kind, botId, id }: SealedValue): string {
  if (kind === 'webhook secret') return `the secret of alert channel ${id}`
  if (kind === 'federation key') return `the key ${id} that signs assertions`
  return kind === 'client secret' ? `the client secret of bot ${botId}` : `the ${kind} ${id} of bot ${botId}`
}

const batchSize = 50

/** Reads every sealed value in batches, each batch as it is stored at that time. */
export async function* readInBatches(
  sealedValues: Pick<SealedValues, 'list'>,
  except?: string,
): AsyncGenerator<{ kind: SealedKind; batch: SealedValue[] }> {
  for (const kind of sealedKinds) {
    let after = ''
    for (;;) {
      const batch = await sealedValues.list(kind, { after, limit: batchSize, ...(except !== undefined && { except }) })
      const last = batch.at(-1)
      if (!last) break
      yield { kind, batch }
      after = last.id
    }
  }
}
