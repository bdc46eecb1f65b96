import { formatCount } from '@office365-email/shared/format-count'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import type { KeyRing } from '../../ground/secrets/key-ring.ts'
import type { KeysOfStorage, SealedValues } from './sealed-values.ts'

type Keys = Pick<KeyRing, 'find'>

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

/** Throws an error that names the key if a key does not fit what is stored, or is missing. */
function refuseUnfittingKeys({ known: knownKeys, counts }: KeysOfStorage, keys: Keys): void {
  for (const known of knownKeys) {
    const key = keys.find(known.id)
    if (key && key.fingerprint !== known.fingerprint)
      refuse(
        `Encryption key ${key.id} (fingerprint ${key.fingerprint}) does not open this database, which was written with another key ${known.id} (fingerprint ${known.fingerprint}). Put the right key file back. If a key rotation added this key, nothing is sealed with it yet: give it another ID in its line of the key file, such as ${key.id}-2.`,
      )
  }
  for (const [id, count] of counts) {
    if (keys.find(id)) continue
    const fingerprint = knownKeys.find((known) => known.id === id)?.fingerprint ?? 'unknown'
    refuse(
      `Encryption key ${id} (fingerprint ${fingerprint}) is not in the key file, and it still seals ${formatCount(count, 'saved value')}. Put it back below the others and run: encryption-keys rotate. If it is permanently lost, list the values that are lost with it: pnpm --silent admin encryption-keys forget --key ${id}`,
    )
  }
}

export async function requireFittingKeys(sealedValues: SealedValues, keys: Keys): Promise<void> {
  refuseUnfittingKeys({ known: await sealedValues.listKnownKeys(), counts: await sealedValues.countByKey() }, keys)
}

/**
 * Opens the keys, refuses those that do not fit, and records the first use of the current one. Of several servers that
 * start on an empty storage, only one makes the keys: the others wait, and find that it is no longer empty.
 */
export const openFittingKeys = <Keys extends KeyRing>(
  sealedValues: SealedValues,
  open: (storageIsEmpty: boolean) => Keys,
  firstUseOf: (keys: Keys) => AuditEvent,
): Promise<Keys> =>
  sealedValues.lockKeys(
    (stored) => {
      const keys = open(stored.known.length === 0)
      refuseUnfittingKeys(stored, keys)
      return keys
    },
    (keys) => ({ key: keys.current, firstUse: firstUseOf(keys) }),
  )

/** Whether a key that seals something is missing. Fast enough for every probe. */
export const isKeyMissing = async (sealedValues: SealedValues, keys: Keys): Promise<boolean> =>
  (await sealedValues.listKeysInUse()).some((id) => keys.find(id) === null)

export interface KeyFileGuard {
  /** Whether this database knows a key with this ID, even if it is no longer in the key file. */
  isTaken: (id: string) => boolean
  check: (keys: Keys) => void
}

/** Changes the key file while the storage is locked, so that two rotations at the same time keep both keys. */
export const withKeyFileLocked = <Result>(
  sealedValues: SealedValues,
  change: (guard: KeyFileGuard) => Result,
): Promise<Result> =>
  sealedValues.lockKeys((stored) => {
    const taken = new Set([...stored.known.map(({ id }) => id), ...stored.counts.keys()])
    return change({ isTaken: (id) => taken.has(id), check: (keys) => refuseUnfittingKeys(stored, keys) })
  })
