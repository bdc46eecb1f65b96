import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { Problem } from '../problem.ts'
import type { KeyRing } from './key-ring.ts'
import { type Secret, secretOf } from './secret.ts'

/** What a sealed text belongs to. A text sealed for one place does not open in another. */
export interface SealedPlace {
  botId: string
  field: string
  version: number
}

export interface Vault {
  seal(secret: Secret, place: SealedPlace): Promise<{ sealedSecret: string; sealedWith: string }>
  /** Throws `secret-unreadable` for anything that was moved, altered or sealed with a key that is not there. */
  open(sealed: string, place: SealedPlace): Promise<Secret>
}

const unreadable = (cause: unknown) =>
  new Problem('secret-unreadable', {
    detail: 'The saved value does not open with the encryption keys of this server. Enter it again.',
    cause,
  })

/** Opens what any of these keys has sealed. */
export function createOpener(keys: Pick<KeyRing, 'find'>): Pick<Vault, 'open'> {
  return {
    async open(sealed, place) {
      try {
        const { kid } = decodeProtectedHeader(sealed)
        const key = keys.find(kid ?? '')
        if (!key) throw new Error('sealed with a key that is not in the key file')
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, key.bytes, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        for (const [name, value] of Object.entries(place)) {
          if (protectedHeader[name] !== value) throw new Error(`sealed for another ${name}`)
        }
        return secretOf(new TextDecoder().decode(plaintext))
      } catch (cause) {
        throw unreadable(cause)
      }
    },
  }
}

/** Seals as compact JWE (RFC 7516), `dir` with `A256GCM`; key ID and place stand in the authenticated header. */
export function createVault(keys: KeyRing): Vault {
  return {
    ...createOpener(keys),
    async seal(secret, { botId, field, version }) {
      const { id, bytes } = keys.current
      const sealedSecret = await new CompactEncrypt(new TextEncoder().encode(secret.reveal()))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: id, botId, field, version })
        .encrypt(bytes)
      return { sealedSecret, sealedWith: id }
    },
  }
}
