import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'

export type SigningKey = Awaited<ReturnType<typeof makeSigningKey>>

async function makeSigningKey() {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const kid = randomBytes(20).toString('base64url')
  return { kid, publicKey, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig' } }
}

let shared: Promise<SigningKey> | undefined

/** All emulators of a process share one key, because making a key takes longer than starting an emulator. */
export function getSigningKey(): Promise<SigningKey> {
  shared ??= makeSigningKey()
  return shared
}
