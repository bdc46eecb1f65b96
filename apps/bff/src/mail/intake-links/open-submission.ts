import type { Secret } from '../../ground/secrets/secret.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import { type IntakeLink, submissionContext } from './intake-link.ts'

/** Opens the client secret or the private key of a link; null if it has none. */
export async function openSubmission(vault: Pick<Vault, 'open'>, link: IntakeLink): Promise<Secret | null> {
  const { sealedSecret, prepared } = link
  return sealedSecret === null ? null : await vault.open(sealedSecret, submissionContext(link, prepared))
}
