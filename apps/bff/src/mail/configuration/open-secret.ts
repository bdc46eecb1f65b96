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

/** Throws `secret-unreadable` if it is known without trying that there is no secret to sign in with. */
export function requireSecret({ sealedSecret }: Pick<Sealed, 'sealedSecret'>): string {
  if (sealedSecret === null) throw unreadable()
  return sealedSecret
}

/** The saved client secret. Throws `secret-unreadable` if it was lost or does not open. */
export async function openSecret(vault: Pick<Vault, 'open'>, configuration: Sealed): Promise<Secret> {
  const sealedSecret = requireSecret(configuration)
  try {
    return await vault.open(sealedSecret, secretEncryptionContext(configuration.botId, configuration.version))
  } catch (error) {
    throw isUnreadable(error) ? unreadable(error) : error
  }
}

/** Asks Entra for a token with the saved values. Throws `secret-unreadable`, as `openSecret` does. */
export async function signInAsSaved(
  { entra, vault }: { entra: Entra; vault: Pick<Vault, 'open'> },
  configuration: Office365Configuration,
): Promise<SignInOutcome> {
  return await entra.signIn({ ...configuration, clientSecret: await openSecret(vault, configuration) })
}
