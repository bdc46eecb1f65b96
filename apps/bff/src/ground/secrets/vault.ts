import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { Problem } from '../problem.ts'
import type { KeyRing } from './key-ring.ts'
import { type Secret, secretOf } from './secret.ts'

/** What a sealed value belongs to. A value that is sealed with one context does not open with another. */
export interface EncryptionContext {
  botId: string
  field: string
  version: number
}

export interface Vault {
  seal(secret: Secret, context: EncryptionContext): Promise<{ sealedSecret: string; sealedWith: string }>
  /** Throws `secret-unreadable` if the value was moved or altered, or its key is missing. */
  open(sealed: string, context: EncryptionContext): Promise<Secret>
}

const unreadable = (cause: unknown) =>
  new Problem('secret-unreadable', {
    detail: 'The saved value cannot be opened with the encryption keys of this server. Enter it again.',
    cause,
  })

/** Opens values that any of these keys sealed. */
export function createOpener(keys: Pick<KeyRing, 'find'>): Pick<Vault, 'open'> {
  return {
    async open(sealed, context) {
      try {
        const { kid } = decodeProtectedHeader(sealed)
        const key = keys.find(kid ?? '')
        if (!key) throw new Error('sealed with a key that is not in the key file')
        const { plaintext, protectedHeader } = await compactDecrypt(sealed, key.bytes, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        })
        for (const [name, value] of Object.entries(context)) {
          if (protectedHeader[name] !== value) throw new Error(`sealed for another ${name}`)
        }
        return secretOf(new TextDecoder().decode(plaintext))
      } catch (cause) {
        throw unreadable(cause)
      }
    },
  }
}

/** Seals as compact JWE (RFC 7516), `dir` with `A256GCM`; key ID and context are in the authenticated header. */
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
