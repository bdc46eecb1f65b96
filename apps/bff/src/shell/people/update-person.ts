import type { UpdatePerson } from '@office365-email/shared/person'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { hashPassword } from './password.ts'
import type { Person } from './person.ts'
import { lastOwner, noSuchBot } from './person-problems.ts'
import type { PersonChanges, PersonStore } from './person-store.ts'

type PersonUpdate = Omit<UpdatePerson, 'password'> & { password?: Secret }

interface Dependencies {
  people: PersonStore
}

/** An owner has access to every bot. An owner who becomes an admin keeps only the bots that the request names. */
function reachOf(person: Person, { role, botIds }: PersonUpdate): Pick<PersonChanges, 'botIds'> {
  const changed = role ?? person.role
  if (changed === 'owner') return role === undefined ? {} : { botIds: 'all' }
  if (botIds !== undefined) return { botIds }
  return person.role === 'owner' ? { botIds: [] } : {}
}

function changesOf(person: Person, request: PersonUpdate): PersonChanges {
  const { name, role, botIds } = request
  return {
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    ...reachOf(person, request),
    // After an owner's decision, the role at the identity provider no longer counts.
    ...((role ?? botIds) !== undefined && { hasProviderRole: false }),
  }
}

/** Members that are left out do not change. A new role or password ends the person's sessions immediately. */
export async function updatePerson(
  { people }: Dependencies,
  context: RequestContext,
  personId: string,
  request: PersonUpdate,
): Promise<Person> {
  const { password } = request
  const passwordHash = password === undefined ? undefined : await hashPassword(password)
  const changed = Object.keys(request)
  const action = passwordHash !== undefined && changed.length === 1 ? 'person.password-set' : 'person.changed'
  const updated = await people.update(personId, (person) => {
    const changes = { ...changesOf(person, request), ...(passwordHash !== undefined && { passwordHash }) }
    const { role, botIds } = { ...person, ...changes }
    return { changes, event: auditEvent(context, action, { details: { personId, role, botIds, changed } }) }
  })
  switch (updated.outcome) {
    case 'updated':
      return updated.person
    case 'last-owner':
      throw lastOwner()
    case 'no-such-bot':
      throw noSuchBot(updated.index)
    default:
      throw notFound()
  }
}

/** Ends the person's sessions immediately. */
export async function deletePerson({ people }: Dependencies, context: RequestContext, personId: string): Promise<void> {
  const outcome = await people.delete(personId, auditEvent(context, 'person.deleted', { details: { personId } }))
  if (outcome === 'last-owner') throw lastOwner()
  if (outcome === 'absent') throw notFound()
}
