import { peopleOnly, requirePrincipal } from '../../ground/http/access.ts'
import type { PersonPrincipal, Principal } from '../../ground/http/principal.ts'
import { Problem } from '../../ground/problem.ts'
import { verifyPassword } from '../people/password.ts'
import type { Person } from '../people/person.ts'
import { isFresh } from './session.ts'
import type { Session } from './session-store.ts'

export interface SignedInPerson extends PersonPrincipal {
  person: Person
  session: Session
}

export function toSignedInPerson({ person, session }: { person: Person; session: Session }): SignedInPerson {
  const { id, name, role, botIds, passwordHash } = person
  return {
    kind: 'person',
    id,
    name,
    role,
    botIds,
    limitKey: `session ${session.idHash}`,
    isFresh: (now) => isFresh(session, now),
    isOwnPassword: passwordHash === null ? null : (candidate) => verifyPassword(candidate, passwordHash),
    person,
    session,
  }
}

/** The person whose session cookie the request carries; null for every other caller. */
export const readSignedInPerson = (principal: Principal | null): SignedInPerson | null =>
  principal !== null && isSignedIn(principal) ? principal : null

const isSignedIn = (principal: Principal): principal is SignedInPerson => 'session' in principal

const hostManagesSignIn = () =>
  new Problem('forbidden', {
    detail: 'The dashboard manages how you sign in, so there is nothing to change here.',
  })

/** For endpoints about the caller's own session or account. */
export function requirePerson(principal: Principal | null): SignedInPerson {
  const person = readSignedInPerson(requirePrincipal(principal))
  if (person) return person
  throw principal?.kind === 'person' ? hostManagesSignIn() : peopleOnly()
}
