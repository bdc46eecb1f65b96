import { parseMailAddress } from '@office365-email/shared/mail-address'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { isLinked, newPerson, type Person } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import type { Identity } from './identity-provider.ts'
import { linkingOf } from './link-identity.ts'
import type { SessionStore } from './session-store.ts'
import { startSession } from './sign-in.ts'
import { SignInRefusal } from './sign-in-refusal.ts'

interface Dependencies {
  people: PersonStore
  sessions: SessionStore
  audit: AuditStore
}

interface Expectation {
  /** A person with this role at the provider becomes an admin here. */
  adminRole: string | null
  /**
   * The person has to sign in at the provider after this time, in milliseconds since 1970; null: any sign-in counts.
   */
  freshSince: number | null
}

/** The largest accepted difference between the clocks of the provider and of this server. */
const leewayMs = 60_000

const printableAscii = /^[\x21-\x7e]+$/

/** Accepts only ASCII: another letter may look like, or become in lower case, a letter of another person's address. */
function toAddress(email: string | null): string | null {
  const address = email?.toLowerCase()
  if (!email || !address || !printableAscii.test(email)) return null
  return parseMailAddress(address) === address ? address : null
}

async function refuse(
  { audit }: Dependencies,
  context: RequestContext,
  reason: string,
  failure: ConstructorParameters<typeof SignInRefusal>[0] = 'not-added',
): Promise<never> {
  const details = { how: 'identity provider', reason }
  await audit.append(auditEvent(context, 'session.refused', { outcome: 'refused', details }))
  throw new SignInRefusal(failure)
}

/** Before the first sign-in at the provider, a person is identified by the address that an owner added. */
async function findByAddress(
  dependencies: Dependencies,
  context: RequestContext,
  address: string,
): Promise<Person | null> {
  const added = await dependencies.people.readByEmail(address)
  if (!added) return null
  if (isLinked(added)) return await refuse(dependencies, context, 'the mail address belongs to another identity')
  // Only the provider vouches for the address: it must not give access to an account that a password protects.
  if (added.passwordHash !== null)
    return await refuse(dependencies, context, 'the mail address belongs to a person with a password', 'has-password')
  return added
}

async function linkByAddress(
  dependencies: Dependencies,
  context: RequestContext,
  { id }: Person,
  identity: Identity,
): Promise<Person> {
  const linked = await dependencies.people.update(id, (person) =>
    isLinked(person) || person.passwordHash !== null ? null : linkingOf(context, person, identity),
  )
  if (linked.outcome === 'updated') return linked.person
  return await refuse(dependencies, context, 'the person was changed in the meantime')
}

async function addPerson(
  dependencies: Dependencies,
  context: RequestContext,
  address: string,
  { issuer, subject, name }: Identity,
): Promise<Person> {
  const person = newPerson(context, {
    email: address,
    ...(name && { name: name.slice(0, 100) }),
    role: 'admin',
    botIds: 'all',
    passwordHash: null,
    providerIssuer: issuer,
    providerSubject: subject,
    hasProviderRole: true,
  })
  const details = { personId: person.id, role: person.role, by: 'identity provider' }
  const created = await dependencies.people.create(person, auditEvent(context, 'person.created', { details }))
  if (created.outcome === 'created') return person
  return await refuse(dependencies, context, 'the mail address belongs to another person')
}

/** Returns the person that the identity belongs to, linked to it. */
async function admit(
  dependencies: Dependencies,
  context: RequestContext,
  identity: Identity,
  adminRole: string | null,
): Promise<Person> {
  const { people } = dependencies
  const hasRole = adminRole !== null && identity.roles.includes(adminRole)
  const known = await people.readByIdentity(identity)
  const address = toAddress(identity.email)
  if (!known && address === null)
    return await refuse(dependencies, context, 'the provider sends no verified mail address', 'no-address')
  const person = known ?? (address === null ? null : await findByAddress(dependencies, context, address))
  if (person?.hasProviderRole && !hasRole) {
    const event = auditEvent(context, 'person.deleted', { details: { personId: person.id, by: 'identity provider' } })
    await people.delete(person.id, event, ({ hasProviderRole }) => hasProviderRole)
    return await refuse(dependencies, context, 'the provider no longer sends the role')
  }
  if (known) return known
  if (person) return await linkByAddress(dependencies, context, person, identity)
  if (hasRole && address !== null) return await addPerson(dependencies, context, address, identity)
  return await refuse(dependencies, context, 'no owner added this person')
}

/**
 * Signs in people whom an owner added, and people with the admin role at the provider. The latter are admins of every
 * bot for as long as the provider sends the role.
 */
export async function signInWithIdentity(
  dependencies: Dependencies,
  context: RequestContext,
  identity: Identity,
  { adminRole, freshSince }: Expectation,
): Promise<string> {
  const { issuer, subject } = identity
  const isBelieved = identity.authenticatedAt !== null && identity.authenticatedAt <= context.now.getTime() + leewayMs
  const authenticatedAt = isBelieved ? identity.authenticatedAt : null
  if (freshSince !== null && (authenticatedAt === null || authenticatedAt < freshSince - leewayMs))
    return await refuse(dependencies, context, 'the provider does not confirm a fresh sign-in', 'not-fresh')
  const person = await admit(dependencies, context, identity, adminRole)
  return await startSession(dependencies, context, person, {
    how: 'identity provider',
    authenticatedAt,
    holds: ({ providerIssuer, providerSubject }) => providerIssuer === issuer && providerSubject === subject,
  })
}
