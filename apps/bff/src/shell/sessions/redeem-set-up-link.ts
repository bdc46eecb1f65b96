import { auditEvent } from '../../ground/audit/audit-event.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { hashToken } from '../../ground/secrets/token.ts'
import { hashPassword } from '../people/password.ts'
import { newPerson, type Person } from '../people/person.ts'
import type { SetUpLinkStore } from './set-up-link-store.ts'

/** Creates the first owner. A used, expired or wrong link looks like one that never existed. */
export async function redeemSetUpLink(
  { setUpLinks }: { setUpLinks: SetUpLinkStore },
  context: RequestContext,
  { token, email, password }: { token: string; email: string; password: Secret },
): Promise<Person> {
  const owner = newPerson(context, { email, role: 'owner', botIds: 'all', passwordHash: await hashPassword(password) })
  const event = auditEvent(context, 'person.created', {
    details: { personId: owner.id, role: owner.role, by: 'set-up link' },
  })
  if (await setUpLinks.redeem(hashToken(token), context.now.getTime(), owner, event)) return owner
  throw notFound()
}
