import type { Bot } from '@office365-email/shared/bot'
import type { ServiceKeyScope } from '@office365-email/shared/service-key'
import type { Context, MiddlewareHandler } from 'hono'
import { notFound, Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import type { Principal } from './principal.ts'

export interface Rule {
  /** Which people may: every admin, owners alone, or none. */
  people: 'admin' | 'owner' | 'none'
  /** The scope that lets a service in; `any` lets in every valid key. Without it, no service may. */
  scope?: ServiceKeyScope | 'any'
  /** People have to have proved who they are within the last 30 minutes: for what makes credentials or rights. */
  fresh?: boolean
}

const forbidden = (detail: string) => new Problem('forbidden', { detail })

export const peopleOnly = (): Problem => forbidden('Service keys may not do this. Sign in as an admin.')

export function requirePrincipal(context: Context<Environment>): Principal {
  const principal = context.get('principal')
  if (principal) return principal
  throw new Problem('not-signed-in', { detail: 'Sign in first.' })
}

function requireRule(principal: Principal, { people, scope, fresh }: Rule, now: number): void {
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

type BotReference = Pick<Bot, 'id' | 'name'>

interface Dependencies {
  bots: { read(botId: string): Promise<BotReference | null> }
  clock: () => Date
}

export interface Access {
  /** For routes that belong to no bot. */
  allow(rule: Rule): MiddlewareHandler<Environment>
  /** For routes below `/bots/{botId}`: a bot out of reach looks like one that does not exist. */
  allowForBot(rule: Rule): MiddlewareHandler<Environment>
  /** The same for a route that makes the bot: only who reaches every bot may name one that is not there yet. */
  allowForNewBot(rule: Rule): MiddlewareHandler<Environment>
}

export function createAccess({ bots, clock }: Dependencies): Access {
  async function readReached(context: Context<Environment>, principal: Principal): Promise<BotReference | null> {
    const botId = context.req.param('botId') ?? ''
    return reachesBot(principal, botId) ? await bots.read(botId) : null
  }

  const decideBy =
    (decide: (context: Context<Environment>) => Promise<void>): MiddlewareHandler<Environment> =>
    async (context, next) => {
      const check = () => decide(context)
      await check()
      context.var.checks.push(check)
      await next()
    }

  return {
    allow: (rule) =>
      decideBy(async (context) => {
        requireRule(requirePrincipal(context), rule, clock().getTime())
      }),
    allowForBot: (rule) =>
      decideBy(async (context) => {
        const principal = requirePrincipal(context)
        const bot = await readReached(context, principal)
        if (!bot) throw notFound()
        requireRule(principal, rule, clock().getTime())
        context.set('bot', bot)
      }),
    allowForNewBot: (rule) =>
      decideBy(async (context) => {
        const principal = requirePrincipal(context)
        if (principal.botIds !== 'all' && !(await readReached(context, principal))) throw notFound()
        requireRule(principal, rule, clock().getTime())
      }),
  }
}
