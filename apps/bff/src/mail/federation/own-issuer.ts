import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import { calculateJwkThumbprint, importPKCS8, SignJWT } from 'jose'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { createRequestContext, type RequestContext } from '../../ground/request-context.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { AssertionIssuer } from './assertion-issuer.ts'
import {
  assertionLifeMs,
  needsNext,
  outdatedKeys,
  type PublicSigningKey,
  type SigningKey,
  signingKeyAt,
  signingKeyEncryptionContext,
} from './signing-key.ts'
import type { SigningKeyStore } from './signing-key-store.ts'

const keyBits = 2_048
/** The clock of Entra may be behind by this much. */
const backdatedMs = 60_000
/** Anyone may ask for the JWKS, and a new key is published long before it signs. */
const keysCachedMs = 60_000
/** The first key signs at once, so other servers must notice it soon. */
const absenceCachedMs = 1_000

const makeKeyPair = promisify(generateKeyPair)

interface Settings {
  /** Without a slash at its end. */
  url: string
  signingKeys: SigningKeyStore
  vault: Vault
  clock: () => Date
}

/** The keys of the issuer as a JWKS (RFC 7517). */
export interface KeySet {
  keys: (PublicSigningKey & { kid: string; use: 'sig'; alg: 'RS256' })[]
}

/** This server as an OpenID issuer for its own bots. All servers of a storage share its keys. */
export interface OwnIssuer extends AssertionIssuer {
  url: string
  keySet(): Promise<KeySet>
  /** Publishes the next key when its time has come, and deletes those that no one needs. Does nothing before the first use. */
  rotate(context: RequestContext): Promise<void>
}

export function createOwnIssuer({ url, signingKeys, vault, clock }: Settings): OwnIssuer {
  let cached: { keySet: KeySet; until: number } | null = null

  async function addKey(context: RequestContext, newestId: string | null): Promise<void> {
    const { publicKey, privateKey } = await makeKeyPair('rsa', { modulusLength: keyBits })
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
    const shown: PublicSigningKey = { kty: 'RSA', n, e }
    const id = await calculateJwkThumbprint(shown)
    const pem = secretOf(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
    const sealed = await vault.seal(pem, signingKeyEncryptionContext(id))
    const event = auditEvent(context, 'federation-key.created', { details: { keyId: id } })
    const key: SigningKey = {
      id,
      publicKey: shown,
      sealedKey: sealed.sealedSecret,
      sealedWith: sealed.sealedWith,
      createdAt: context.now.getTime(),
    }
    await signingKeys.add(key, newestId, event)
    cached = null
  }

  async function currentKey(): Promise<SigningKey> {
    const now = clock()
    const found = signingKeyAt(await signingKeys.list(), now.getTime())
    if (found) return found
    await addKey(createRequestContext({ kind: 'system', id: 'server', name: 'server' }, now), null)
    const made = signingKeyAt(await signingKeys.list(), now.getTime())
    if (!made) throw new Error('a signing key was made and is gone')
    return made
  }

  return {
    url,
    isShared: false,
    describe: ({ generation, cloud }) => {
      const audience = nationalClouds[cloud].federationAudience
      return audience === null ? null : { issuer: url, subject: `bot:${generation}`, audience }
    },
    async assert({ generation, cloud }) {
      const audience = nationalClouds[cloud].federationAudience
      if (audience === null) throw new Error('this cloud has no audience for federated credentials')
      const { id, sealedKey } = await currentKey()
      const pem = await vault.open(sealedKey, signingKeyEncryptionContext(id))
      const now = clock().getTime()
      const seconds = (ms: number) => Math.floor(ms / 1_000)
      const assertion = await new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: id })
        .setIssuer(url)
        .setSubject(`bot:${generation}`)
        .setAudience(audience)
        .setJti(crypto.randomUUID())
        .setIssuedAt(seconds(now - backdatedMs))
        .setNotBefore(seconds(now - backdatedMs))
        .setExpirationTime(seconds(now + assertionLifeMs))
        .sign(await importPKCS8(pem.reveal(), 'RS256'))
      return secretOf(assertion)
    },
    async keySet() {
      if (cached && performance.now() < cached.until) return cached.keySet
      const keys = (await signingKeys.list()).map(
        ({ id, publicKey }) => ({ ...publicKey, kid: id, use: 'sig', alg: 'RS256' }) as const,
      )
      const keySet = { keys }
      cached = { keySet, until: performance.now() + (keys.length === 0 ? absenceCachedMs : keysCachedMs) }
      return keySet
    },
    async rotate(context) {
      const now = context.now.getTime()
      const keys = await signingKeys.list()
      const newest = keys.at(-1)
      if (!newest) return
      if (needsNext(keys, now)) await addKey(context, newest.id)
      const outdated = outdatedKeys(keys, now)
      if (outdated.length > 0) await signingKeys.delete(outdated.map(({ id }) => id))
    },
  }
}
