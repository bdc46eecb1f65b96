import { auditEvent } from '../../ground/audit/audit-event.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Person } from '../people/person.ts'
import type { PersonStore, PersonUpdate } from '../people/person-store.ts'
import type { Identity } from './identity-provider.ts'
import { SignInRefusal } from './sign-in-refusal.ts'

interface Dependencies {
  people: PersonStore
}

const identityChange = (
  context: RequestContext,
  { id }: Person,
  changes: Required<Pick<PersonUpdate['changes'], 'providerIssuer' | 'providerSubject'>>,
): PersonUpdate => {
  const details = { personId: id, changed: ['identity'] }
  return { changes, event: auditEvent(context, 'person.changed', { details }) }
}

/** From now on this identity signs the person in. */
export const linkingOf = (context: RequestContext, person: Person, { issuer, subject }: Identity): PersonUpdate =>
  identityChange(context, person, { providerIssuer: issuer, providerSubject: subject })

/** Links a signed-in person to the identity that they just proved. It replaces an earlier one. */
export async function linkIdentity(
  { people }: Dependencies,
  context: RequestContext,
  personId: string,
  identity: Identity,
): Promise<void> {
  const { outcome } = await people.update(personId, (person) => linkingOf(context, person, identity))
  if (outcome !== 'updated') throw new SignInRefusal('not-linked')
}

/** Refuses a person without a password, who could no longer sign in. */
export async function unlinkIdentity(
  { people }: Dependencies,
  context: RequestContext,
  personId: string,
): Promise<void> {
  const { outcome } = await people.update(personId, (person) =>
    person.passwordHash === null
      ? null
      : identityChange(context, person, { providerIssuer: null, providerSubject: null }),
  )
  if (outcome !== 'updated')
    throw new Problem('not-possible-now', {
      detail:
        'You have no password here, so you could no longer sign in. Ask an owner to set a password for you first.',
    })
}
