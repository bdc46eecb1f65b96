import { Problem } from '../../ground/problem.ts'
import { lacksSecret, type Proof } from '../credentials/credential.ts'
import { type CredentialDependencies, openCredential } from '../credentials/open-credential.ts'
import type { Entra, SignInOutcome } from '../microsoft/entra.ts'
import { unreadableSecretDiagnosis } from './health.ts'
import type { Office365Configuration } from './office365-configuration.ts'

export const isUnreadable = (error: unknown): boolean => error instanceof Problem && error.slug === 'secret-unreadable'

export const unreadable = (cause?: unknown) =>
  new Problem('secret-unreadable', {
    detail:
      'The saved credential was lost. An admin of this bot has to choose Reset, enter the client secret again or make a new certificate, and submit.',
    diagnosis: unreadableSecretDiagnosis,
    cause,
  })

/** Throws `secret-unreadable` if a client secret is needed and none is stored. */
export function requireSecret(saved: Pick<Office365Configuration, 'credential' | 'sealedSecret'>): void {
  if (lacksSecret(saved)) throw unreadable()
}

/** Opens the credential that mail is sent with. Throws `secret-unreadable` if it was lost or cannot be opened. */
export async function openSaved(
  dependencies: CredentialDependencies,
  configuration: Office365Configuration,
): Promise<Proof> {
  try {
    return await openCredential(dependencies, configuration, configuration.credential)
  } catch (error) {
    throw isUnreadable(error) ? unreadable(error) : error
  }
}

/** Requests a token from Entra with the saved values. Throws `secret-unreadable`, as `openSaved` does. */
export async function signInAsSaved(
  dependencies: CredentialDependencies & { entra: Entra },
  configuration: Office365Configuration,
): Promise<SignInOutcome> {
  return await dependencies.entra.signIn({ ...configuration, proof: await openSaved(dependencies, configuration) })
}
