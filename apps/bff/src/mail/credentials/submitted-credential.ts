import type { SubmitConfiguration } from '@office365-email/shared/configuration-values'
import { Problem } from '../../ground/problem.ts'
import { type Secret, secretOf } from '../../ground/secrets/secret.ts'
import type { PreparedCredential } from './credential.ts'

/** How the app should sign in, as it was submitted, with everything secret as `Secret`. */
export type SubmittedCredential =
  /** Nothing was said, so the saved credential stays. */
  | { kind: 'saved'; expiresOn?: string | undefined }
  | { kind: 'client-secret'; clientSecret?: Secret | undefined; expiresOn?: string | undefined }
  | { kind: 'certificate'; validMonths?: number | undefined }
  | { kind: 'own-certificate'; pem: Secret; password: Secret | undefined }
  /** It was made before, and may be registered in Entra already. No client sends this. */
  | {
      kind: 'prepared-certificate'
      prepared: Extract<PreparedCredential, { kind: 'certificate' }>
      privateKey: Secret
    }
  | { kind: 'federated' }

type Sent = Pick<SubmitConfiguration, 'clientSecret' | 'secretExpiresOn' | 'credential'>

/** The members from before there were other kinds would contradict `credential`. */
function refuseTwice(sent: Sent): void {
  const detail = 'Send either this or credential, which says how the app signs in.'
  const twice = (['clientSecret', 'secretExpiresOn'] as const).filter((name) => sent[name] !== undefined)
  if (twice.length === 0) return
  const errors = twice.map((name) => ({ pointer: `/${name}`, detail }))
  throw new Problem('invalid-request', { detail: 'How the app signs in is said twice.', errors })
}

/** Reads both forms of a request: with `credential`, and with only `clientSecret`, as before there were other kinds. */
export function readSubmittedCredential(sent: Sent): SubmittedCredential {
  const { clientSecret, secretExpiresOn, credential } = sent
  if (credential === undefined)
    return clientSecret === undefined
      ? { kind: 'saved', expiresOn: secretExpiresOn }
      : { kind: 'client-secret', clientSecret: secretOf(clientSecret), expiresOn: secretExpiresOn }
  refuseTwice(sent)
  switch (credential.kind) {
    case 'client-secret': {
      const { expiresOn } = credential
      return { kind: 'client-secret', clientSecret: secretOf(credential.clientSecret), expiresOn }
    }
    case 'certificate': {
      const { pem, password, validMonths } = credential
      if (pem === undefined) return { kind: 'certificate', validMonths }
      return { kind: 'own-certificate', pem: secretOf(pem), password: secretOf(password) }
    }
    case 'federated':
      return { kind: 'federated' }
  }
}

/** What a person may have entered by mistake in place of their own password, and where. */
export function listEntered(
  credential: SubmittedCredential,
  sentAs: 'clientSecret' | 'credential',
): { entered: Secret; pointer: string }[] {
  if (credential.kind === 'client-secret' && credential.clientSecret !== undefined) {
    const pointer = sentAs === 'credential' ? '/credential/clientSecret' : '/clientSecret'
    return [{ entered: credential.clientSecret, pointer }]
  }
  if (credential.kind === 'own-certificate' && credential.password !== undefined)
    return [{ entered: credential.password, pointer: '/credential/password' }]
  return []
}
