import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { hashToken, newToken } from '../../ground/secrets/token.ts'
import { hashPassword } from '../people/password.ts'
import { newPerson } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import type { SetUpLinkStore } from './set-up-link-store.ts'

const linkLifetimeMs = 24 * 60 * 60 * 1000

/** Creates the first owner if there are no people. Without `firstAdmin`, returns the token of a set-up link instead. */
export async function ensureFirstOwner(
  { people, setUpLinks }: { people: PersonStore; setUpLinks: SetUpLinkStore },
  context: RequestContext,
  firstAdmin: { email: string; password: Secret } | null,
): Promise<{ setUpToken: string } | null> {
  if ((await people.list()).length > 0) return null
  if (!firstAdmin) {
    const setUpToken = newToken()
    await setUpLinks.create(hashToken(setUpToken), context.now.getTime() + linkLifetimeMs)
    return { setUpToken }
  }
  const passwordHash = await hashPassword(firstAdmin.password)
  const owner = newPerson(context, { email: firstAdmin.email, role: 'owner', botIds: 'all', passwordHash })
  await people.create(
    owner,
    auditEvent(context, 'person.created', { details: { personId: owner.id, role: owner.role } }),
  )
  return null
}
