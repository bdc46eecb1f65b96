import type { NationalCloud } from '@office365-email/shared/national-cloud'
import { Problem } from '../../ground/problem.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import {
  type Credential,
  type CredentialKeyStore,
  keyEncryptionContext,
  type Proof,
  secretEncryptionContext,
} from './credential.ts'

/** What every kind of credential may need to be opened. */
export interface CredentialDependencies {
  vault: Vault
  credentialKeys: CredentialKeyStore
  issuer: AssertionIssuer
}

/** The part of a configuration that its credential is bound to. */
export interface CredentialOwner {
  botId: string
  generation: string
  version: number
  cloud: NationalCloud
  sealedSecret: string | null
}

const lost = () => new Problem('secret-unreadable', { detail: 'The saved credential was lost. Enter it again.' })

/** Prepares what a sign-in sends. Throws `secret-unreadable` if it was lost, moved or altered. */
export async function openCredential(
  {
    vault,
    credentialKeys,
    issuer,
  }: Pick<CredentialDependencies, 'credentialKeys' | 'issuer'> & {
    vault: Pick<Vault, 'open'>
  },
  { botId, generation, version, cloud, sealedSecret }: CredentialOwner,
  credential: Credential,
): Promise<Proof> {
  switch (credential.kind) {
    case 'client-secret': {
      if (sealedSecret === null) throw lost()
      const clientSecret = await vault.open(sealedSecret, secretEncryptionContext(botId, version))
      return { kind: 'client-secret', clientSecret }
    }
    case 'certificate': {
      const key = await credentialKeys.read(credential.keyId)
      if (!key) throw lost()
      const privateKey = await vault.open(key.sealedKey, keyEncryptionContext(botId, credential.keyId))
      return { kind: 'certificate', certificate: credential.certificate, privateKey }
    }
    case 'federated':
      return { kind: 'federated', assertion: () => issuer.assert({ generation, cloud }) }
  }
}
