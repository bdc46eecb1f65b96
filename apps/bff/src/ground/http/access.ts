import type { Bot } from '@office365-email/shared/bot'
import type { Access, Endpoint } from '@office365-email/shared/endpoint'
import { notFound, Problem } from '../problem.ts'
import type { Principal } from './principal.ts'

const forbidden = (detail: string) => new Problem('forbidden', { detail })

export const peopleOnly = (): Problem => forbidden('Service keys may not do this. Sign in as an admin.')

export function requirePrincipal(principal: Principal | null): Principal {
  if (principal) return principal
  throw new Problem('not-signed-in', {
    detail: 'Sign in first. A program sends its service key only as: Authorization: Bearer <key>',
  })
}

function requireRights(principal: Principal, { people, scope, fresh }: Access, now: number): void {
  if (principal.kind === 'service') {
    if (scope === undefined) throw peopleOnly()
    if (scope !== 'any' && !principal.scopes.includes(scope))
      throw forbidden(`This service key does not have the scope ${scope}.`)
    return
  }
  if (people === 'none') throw forbidden('Only services with a service key may do this.')
  if (people === 'owner' && principal.role !== 'owner') throw forbidden('Only an owner may do this.')
  if (fresh && !principal.isFresh(now))
    throw new Problem('fresh-sign-in-required', {
      detail: 'This needs a sign-in that is not older than 30 minutes. Sign in again.',
    })
}

export const reachesBot = ({ botIds }: Pick<Principal, 'botIds'>, botId: string): boolean =>
  botIds === 'all' || botIds.includes(botId)

export type BotReference = Pick<Bot, 'id' | 'name'>

export interface AccessDependencies {
  bots: { read(botId: string): Promise<BotReference | null> }
  clock: () => Date
}

/** Throws if the caller may not do this. Returns the bot that the path names, if it exists. */
export async function requireAccess(
  { bots, clock }: AccessDependencies,
  { access }: Pick<Endpoint, 'access'>,
  caller: Principal | null,
  botId: string | undefined,
): Promise<BotReference | null> {
  if (access === 'anyone') return null
  const principal = requirePrincipal(caller)
  const bot = botId !== undefined && reachesBot(principal, botId) ? await bots.read(botId) : null
  const mayMakeIt = access.makesBot && principal.botIds === 'all'
  if (botId !== undefined && !bot && !mayMakeIt) throw notFound()
  requireRights(principal, access, clock().getTime())
  return bot
}
