import type { CreatePerson } from '@office365-email/shared/person'
import { Problem } from '../../problem.ts'
import { secretOf } from '../../secrets/secret.ts'
import { auditEvent, type RequestContext } from '../audit/audit-event.ts'
import type { BotStore } from '../bots/bot-store.ts'
import { hashPassword } from '../sessions/password.ts'
import { newPerson, type Person } from './person.ts'
import type { PersonStore } from './person-store.ts'
import { requireBots } from './require-bots.ts'

interface Dependencies {
  people: PersonStore
  bots: BotStore
}

/** An owner reaches every bot; an admin those that are named. */
export async function createPerson(
  { people, bots }: Dependencies,
  context: RequestContext,
  { email, name, role, botIds = [], password }: CreatePerson,
): Promise<Person> {
  await requireBots(bots, botIds)
  const person = newPerson(context, {
    email,
    ...(name !== undefined && { name }),
    role,
    botIds: role === 'owner' ? 'all' : botIds,
    passwordHash: password === undefined ? null : await hashPassword(secretOf(password)),
  })
  const details = { personId: person.id, role, botIds: person.botIds }
  if (await people.create(person, auditEvent(context, 'person.created', { details }))) return person
  const detail = 'Somebody with this address is there already.'
  throw new Problem('invalid-request', { detail, errors: [{ pointer: '/email', detail }] })
}
