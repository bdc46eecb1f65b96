import type { PersonPrincipal } from '../../ground/http/principal.ts'
import { Problem } from '../../ground/problem.ts'
import type { Secret } from '../../ground/secrets/secret.ts'

const detail =
  'This is your dashboard password, not a client secret. Your browser may have filled it in. Paste the Value from Entra.'

/** Browsers fill saved passwords into forms: the password of this dashboard must not be sent to Microsoft. */
export async function refuseOwnPassword(
  entered: Secret,
  isOwnPassword: PersonPrincipal['isOwnPassword'],
  pointer = '/clientSecret',
): Promise<void> {
  if (!(await isOwnPassword?.(entered))) return
  throw new Problem('invalid-request', { detail, errors: [{ pointer, detail }] })
}
