import { hostPersonId, type User } from '@office365-email/shared/session'
import { freshMs, type PersonPrincipal, type Principal } from '../../ground/http/principal.ts'
import type { HostIdentity } from './host-identity.ts'

/** A person whom the host signs in. Nothing of them is stored: each request has all that counts. */
export interface HostPerson extends PersonPrincipal {
  email: string
  /** The bots that the host names for this person, whatever the role allows; null if it does not say. */
  hostBots: 'all' | readonly string[] | null
}

/** The largest accepted difference between the clocks of the host and of this server. */
export const leewaySeconds = 30

const isFresh = (authenticatedAt: number | null, now: number): boolean =>
  authenticatedAt !== null && now - authenticatedAt < freshMs && authenticatedAt - now <= leewaySeconds * 1_000

/** An owner has access to every bot; an admin only to the named ones. */
export function toHostPerson({ subject, email, name, role, bots, authenticatedAt }: HostIdentity): HostPerson {
  const id = hostPersonId(subject)
  const hostBots = Array.isArray(bots) ? bots.map((bot) => bot.id) : bots
  return {
    kind: 'person',
    id,
    name,
    email,
    role,
    botIds: role === 'owner' ? 'all' : (hostBots ?? []),
    hostBots,
    limitKey: `person ${id}`,
    isFresh: (now) => isFresh(authenticatedAt, now),
    isOwnPassword: null,
  }
}

const isHostPerson = (principal: Principal): principal is HostPerson => 'hostBots' in principal

/** The person whom the host signs in; null for every other caller. */
export const readHostPerson = (principal: Principal | null): HostPerson | null =>
  principal !== null && isHostPerson(principal) ? principal : null

export const presentHostUser = ({ id, email, name, role, botIds }: HostPerson): User => ({
  id,
  email,
  name,
  role,
  botIds,
})
