import type { UpdatePerson } from '@office365-email/shared/person'
import { notFound, Problem } from '../../problem.ts'
import { secretOf } from '../../secrets/secret.ts'
import { auditEvent, type RequestContext } from '../audit/audit-event.ts'
import type { BotStore } from '../bots/bot-store.ts'
import { hashPassword } from '../sessions/password.ts'
import type { Person } from './person.ts'
import type { PersonChanges, PersonStore } from './person-store.ts'
import { requireBots } from './require-bots.ts'

interface Dependencies {
  people: PersonStore
  bots: BotStore
}

const lastOwner = () =>
  new Problem('not-possible-now', { detail: 'This is the last owner. Make somebody else an owner first.' })

async function getPerson(people: PersonStore, personId: string): Promise<Person> {
  const person = (await people.list()).find(({ id }) => id === personId)
  if (!person) throw notFound()
  return person
}

/** An owner who becomes an admin reaches no bot that is not named. */
function reachOf(person: Person, { role, botIds }: UpdatePerson): Person['botIds'] {
  if ((role ?? person.role) === 'owner') return 'all'
  return botIds ?? (person.role === 'owner' ? [] : person.botIds)
}

/** What is left out stays. Another role or password ends the person's sessions at once. */
export async function updatePerson(
  { people, bots }: Dependencies,
  context: RequestContext,
  personId: string,
  request: UpdatePerson,
): Promise<Person> {
  const person = await getPerson(people, personId)
  await requireBots(bots, request.botIds ?? 'all')
  const { name, role, password } = request
  const changes: PersonChanges = {
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    // What an owner decides no longer hangs on the identity provider.
    ...((role ?? request.botIds) !== undefined && { hasProviderRole: false }),
    botIds: reachOf(person, request),
    ...(password !== undefined && { passwordHash: await hashPassword(secretOf(password)) }),
  }
  const details = { personId, role: role ?? person.role, botIds: changes.botIds, changed: Object.keys(request) }
  const action = password !== undefined && Object.keys(request).length === 1 ? 'person.password-set' : 'person.changed'
  const outcome = await people.update(personId, changes, auditEvent(context, action, { details }))
  if (outcome === 'last-owner') throw lastOwner()
  return await getPerson(people, personId)
}

/** Ends the person's sessions at once. */
export async function deletePerson(
  { people }: Pick<Dependencies, 'people'>,
  context: RequestContext,
  personId: string,
): Promise<void> {
  const outcome = await people.delete(personId, auditEvent(context, 'person.deleted', { details: { personId } }))
  if (outcome === 'last-owner') throw lastOwner()
  if (outcome === 'absent') throw notFound()
}
