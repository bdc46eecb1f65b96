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
  /** Names of what no key opens. It stays as it is. */
  unreadable: string[]
}

/**
 * Seals everything anew with the first key, a batch at a time, each value only if it is still what was read. It may be
 * interrupted at any time and run again; the server may go on meanwhile.
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

/** Opens everything that is sealed. Returns how much there is, and what does not open. */
export async function verifySealedValues({
  sealedValues,
  vault,
}: Pick<Dependencies, 'sealedValues'> & { vault: Pick<Vault, 'open'> }): Promise<{
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
