import { parseMailAddress } from '@office365-email/shared/mail-address'
import { Problem } from '../../problem.ts'
import { auditEvent, type RequestContext } from '../audit/audit-event.ts'
import type { AuditStore } from '../audit/audit-store.ts'
import { newPerson, type Person } from '../people/person.ts'
import type { PersonChanges, PersonStore } from '../people/person-store.ts'
import type { Identity } from './identity-provider.ts'
import type { SessionStore } from './session-store.ts'
import { startSession } from './sign-in.ts'

interface Dependencies {
  people: PersonStore
  sessions: SessionStore
  audit: AuditStore
}

async function refuse({ audit }: Dependencies, context: RequestContext, reason: string): Promise<never> {
  const details = { how: 'identity provider', reason }
  await audit.append(auditEvent(context, 'session.refused', { outcome: 'refused', details }))
  throw new Problem('forbidden', {
    detail: 'You are signed in at the identity provider, but may not come in here. Ask an owner to add you.',
  })
}

/** Known by who they are there; before their first sign-in, by the mail address that an owner added. */
async function findPerson(people: PersonStore, { subject, email }: Identity): Promise<Person | null> {
  const everybody = await people.list()
  const known = everybody.find(({ providerSubject }) => providerSubject === subject)
  if (known || email === null) return known ?? null
  const added = everybody.find((person) => person.email === email.toLowerCase())
  return added?.providerSubject === null ? added : null
}

async function addPerson(
  dependencies: Dependencies,
  context: RequestContext,
  { subject, email, name }: Identity,
): Promise<Person> {
  const address = email === null ? null : parseMailAddress(email)
  if (!address) return await refuse(dependencies, context, 'the provider tells no mail address')
  const person = newPerson(context, {
    email: address,
    ...(name && { name: name.slice(0, 100) }),
    role: 'admin',
    botIds: 'all',
    passwordHash: null,
    providerSubject: subject,
    hasProviderRole: true,
  })
  const details = { personId: person.id, role: person.role, by: 'identity provider' }
  if (await dependencies.people.create(person, auditEvent(context, 'person.created', { details }))) return person
  return await refuse(dependencies, context, 'the mail address belongs to somebody else')
}

async function keepUp(
  { people }: Dependencies,
  context: RequestContext,
  person: Person,
  { subject }: Identity,
): Promise<void> {
  if (person.providerSubject === subject) return
  const changes: PersonChanges = { providerSubject: subject }
  const details = { personId: person.id, changed: ['identity'] }
  await people.update(person.id, changes, auditEvent(context, 'person.changed', { details }))
}

/**
 * Lets in whom an owner added, and whoever holds the admin role at the provider: as an admin of every bot, for as long
 * as the provider tells of it.
 */
export async function signInWithIdentity(
  dependencies: Dependencies,
  context: RequestContext,
  identity: Identity,
  adminRole: string | null,
): Promise<string> {
  const hasRole = adminRole !== null && identity.roles.includes(adminRole)
  const known = await findPerson(dependencies.people, identity)
  if (known?.hasProviderRole && !hasRole) {
    const details = { personId: known.id, by: 'identity provider' }
    await dependencies.people.delete(known.id, auditEvent(context, 'person.deleted', { details }))
    return await refuse(dependencies, context, 'the role is gone')
  }
  if (!known && !hasRole) return await refuse(dependencies, context, 'nobody added this person')
  const person = known ?? (await addPerson(dependencies, context, identity))
  await keepUp(dependencies, context, person, identity)
  return await startSession(dependencies, context, person, 'identity provider')
}
