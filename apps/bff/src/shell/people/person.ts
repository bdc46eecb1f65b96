import type { PersonView } from '@office365-email/shared/person'
import type { BotScope, Role, User } from '@office365-email/shared/session'
import type { RequestContext } from '../../ground/request-context.ts'

/** A person who may sign in. */
export interface Person {
  id: string
  email: string
  name: string
  role: Role
  botIds: BotScope
  passwordHash: string | null
  /**
   * The identity at the provider: both null before the first sign-in there. A subject is unique only within its issuer.
   */
  providerIssuer: string | null
  providerSubject: string | null
  /** Added because of a role at the identity provider, and deleted when the provider no longer sends it. */
  hasProviderRole: boolean
  createdAt: string
}

type NewPerson = Pick<Person, 'email' | 'role' | 'botIds' | 'passwordHash'> &
  Partial<Pick<Person, 'name' | 'providerIssuer' | 'providerSubject' | 'hasProviderRole'>>

/** Without a name, the person gets the part of the address before the @ as name. */
export function newPerson({ newId, now }: Pick<RequestContext, 'newId' | 'now'>, person: NewPerson): Person {
  const [localPart = person.email] = person.email.split('@')
  return {
    name: localPart,
    providerIssuer: null,
    providerSubject: null,
    hasProviderRole: false,
    ...person,
    email: person.email.toLowerCase(),
    id: newId(),
    createdAt: now.toISOString(),
  }
}

export const presentUser = ({ id, email, name, role, botIds }: Person): User => ({ id, email, name, role, botIds })

export const presentPerson = (person: Person): PersonView => ({ ...presentUser(person), createdAt: person.createdAt })

/** Whether an identity at the provider signs this person in. */
export const isLinked = ({ providerIssuer, providerSubject }: Person): boolean =>
  providerIssuer !== null && providerSubject !== null
