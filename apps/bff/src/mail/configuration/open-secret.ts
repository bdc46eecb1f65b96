import { Problem } from '../../ground/problem.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { Entra, SignInOutcome } from '../microsoft/entra.ts'
import { unreadableSecretDiagnosis } from './health.ts'
import { type Office365Configuration, secretEncryptionContext } from './office365-configuration.ts'

export const isUnreadable = (error: unknown): boolean => error instanceof Problem && error.slug === 'secret-unreadable'

const unreadable = (cause?: unknown) =>
  new Problem('secret-unreadable', {
    detail:
      'The saved secret was lost. An admin of this bot has to choose Reset, enter the client secret again and submit.',
    diagnosis: unreadableSecretDiagnosis,
    cause,
  })

type Sealed = Pick<Office365Configuration, 'botId' | 'version' | 'sealedSecret'>

/** Throws `secret-unreadable` if no secret is stored. */
export function requireSecret({ sealedSecret }: Pick<Sealed, 'sealedSecret'>): string {
  if (sealedSecret === null) throw unreadable()
  return sealedSecret
}

/** Returns the saved client secret. Throws `secret-unreadable` if it was lost or cannot be opened. */
export async function openSecret(vault: Pick<Vault, 'open'>, configuration: Sealed): Promise<Secret> {
  const sealedSecret = requireSecret(configuration)
  try {
    return await vault.open(sealedSecret, secretEncryptionContext(configuration.botId, configuration.version))
  } catch (error) {
    throw isUnreadable(error) ? unreadable(error) : error
  }
}

/** Requests a token from Entra with the saved values. Throws `secret-unreadable`, as `openSecret` does. */
export async function signInAsSaved(
  { entra, vault }: { entra: Entra; vault: Pick<Vault, 'open'> },
  configuration: Office365Configuration,
): Promise<SignInOutcome> {
  return await entra.signIn({ ...configuration, clientSecret: await openSecret(vault, configuration) })
}
