import { Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { verifyPassword } from '../../shell/sessions/password.ts'

const detail =
  'This is your dashboard password, not a client secret. Your browser may have filled it in. Paste the Value from Entra.'

/** Browsers fill saved passwords into forms: the one that opens this dashboard must not go out to Microsoft. */
export async function refuseOwnPassword(clientSecret: string, ownPasswordHash: string | null): Promise<void> {
  if (ownPasswordHash === null || !(await verifyPassword(secretOf(clientSecret), ownPasswordHash))) return
  throw new Problem('invalid-request', { detail, errors: [{ pointer: '/clientSecret', detail }] })
}
