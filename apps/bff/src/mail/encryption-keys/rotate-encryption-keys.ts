import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import {
  encryptionContextOf,
  nameOf,
  type Resealed,
  readInBatches,
  type SealedValue,
  type SealedValues,
} from './sealed-values.ts'

interface Dependencies {
  sealedValues: SealedValues
  vault: Vault
}

export interface Rotation {
  resealed: number
  /** Names of the values that no key opens. They stay unchanged. */
  unreadable: string[]
}

/**
 * Seals everything again with the first key, in batches. Replaces a value only if it did not change since it was read.
 * It may be interrupted and run again, and the server may run at the same time.
 */
export async function rotateEncryptionKeys(
  { sealedValues, vault }: Dependencies,
  context: RequestContext,
  currentKeyId: string,
  onProgress: (resealed: number) => void = () => undefined,
): Promise<Rotation> {
  const rotation: Rotation = { resealed: 0, unreadable: [] }

  async function reseal(value: SealedValue): Promise<Resealed[]> {
    try {
      const bound = encryptionContextOf(value)
      return [{ value, ...(await vault.seal(await vault.open(value.sealed, bound), bound)) }]
    } catch {
      rotation.unreadable.push(nameOf(value))
      return []
    }
  }

  for await (const { kind, batch } of readInBatches(sealedValues, currentKeyId)) {
    const resealed = (await Promise.all(batch.map(reseal))).flat()
    const details = { to: currentKeyId, kind, count: resealed.length }
    const event = auditEvent(context, 'encryption-key.rotated', { details })
    rotation.resealed += await sealedValues.replace(resealed, event)
    onProgress(rotation.resealed)
  }
  return rotation
}

/** Opens every sealed value. Returns how many it opened, and those that it could not open. */
export async function verifySealedValues({
  sealedValues,
  vault,
}: {
  sealedValues: Pick<SealedValues, 'list'>
  vault: Pick<Vault, 'open'>
}): Promise<{
  opened: number
  unreadable: SealedValue[]
}> {
  let opened = 0
  const unreadable: SealedValue[] = []
  for await (const { batch } of readInBatches(sealedValues))
    for (const value of batch)
      await vault.open(value.sealed, encryptionContextOf(value)).then(
        () => {
          opened += 1
        },
        () => unreadable.push(value),
      )
  return { opened, unreadable }
}
