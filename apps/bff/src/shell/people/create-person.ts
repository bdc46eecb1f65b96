import type { CreatePerson } from '@office365-email/shared/person'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { hashPassword } from './password.ts'
import { newPerson, type Person } from './person.ts'
import { noSuchBot, takenAddress } from './person-problems.ts'
import type { PersonStore } from './person-store.ts'

/** An owner has access to every bot; an admin only to the named ones. */
export async function createPerson(
  { people }: { people: PersonStore },
  context: RequestContext,
  { email, name, role, botIds = [], password }: Omit<CreatePerson, 'password'> & { password: Secret | undefined },
): Promise<Person> {
  const person = newPerson(context, {
    email,
    ...(name !== undefined && { name }),
    role,
    botIds: role === 'owner' ? 'all' : botIds,
    passwordHash: password === undefined ? null : await hashPassword(password),
  })
  const details = { personId: person.id, role, botIds: person.botIds }
  const created = await people.create(person, auditEvent(context, 'person.created', { details }))
  if (created.outcome === 'no-such-bot') throw noSuchBot(created.index)
  if (created.outcome === 'taken') throw takenAddress()
  return person
}
