import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { hashPassword } from '../people/password.ts'
import { newPerson } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'

/** Creates the first owner if there are no people, even if several servers start at the same time. */
export async function ensureFirstOwner(
  { people }: { people: PersonStore },
  context: RequestContext,
  { email, password }: { email: string; password: Secret },
  hash: (password: Secret) => Promise<string> = hashPassword,
): Promise<void> {
  // Hashing takes long, and is needed only once.
  if ((await people.list()).length > 0) return
  const owner = newPerson(context, { email, role: 'owner', botIds: 'all', passwordHash: await hash(password) })
  const details = { personId: owner.id, role: owner.role }
  await people.createFirst(owner, auditEvent(context, 'person.created', { details }))
}
