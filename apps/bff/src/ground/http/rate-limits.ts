import { isIPv6 } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { isSending } from './is-sending.ts'
import type { Principal } from './principal.ts'

const minute = 60
const hour = 60 * minute

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw limited(refusal)
    throw refusal
  }
}

/** Takes the point before the work, so that tries at the same time count as well; success gives it back. */
async function attempt<Result>(limiter: RateLimiterMemory, key: string, work: () => Promise<Result>): Promise<Result> {
  await consume(limiter, key)
  const result = await work()
  await limiter.reward(key)
  return result
}

function limited({ msBeforeNext }: RateLimiterRes): Problem {
  const retryAfterSeconds = Math.max(Math.ceil(msBeforeNext / 1000), 1)
  return new Problem('rate-limited', { detail: `Try again in ${retryAfterSeconds} seconds.`, retryAfterSeconds })
}

/** Whoever has one IPv6 address has the other 2^64 of its network too. */
function networkOf(address: string | null): string | null {
  if (address === null || !isIPv6(address)) return address
  const [before = '', after = ''] = address.split('::')
  const [head, tail] = [before, after].map((part) => part.split(':').filter((group) => group !== ''))
  const groups = [...(head ?? []), ...Array(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0'), ...(tail ?? [])]
  return `${groups.slice(0, 4).join(':')}::`
}

const keyOfAddress = (address: string | null) => `address ${networkOf(address)}`

function askerOf(context: Context<Environment>): string {
  const { principal, clientAddress } = context.var
  return principal?.limitKey ?? keyOfAddress(clientAddress)
}

const limitBot =
  (limiter: RateLimiterMemory): MiddlewareHandler<Environment> =>
  async (context, next) => {
    await consume(limiter, context.req.param('botId') ?? '')
    await next()
  }

export interface RateLimits {
  /** 1,200 requests a minute for each session, key or address. Sending with a key has none: its lane is the limit. */
  everything: MiddlewareHandler<Environment>
  /** The same for a request whose key is refused, before there is anybody to count it for. */
  requireAddress(address: string | null): Promise<void>
  /** 60 submits, checks and test messages a minute for each bot. */
  microsoft: MiddlewareHandler<Environment>
  /** The same for a request that does not name its bot in the path. */
  requireMicrosoft(botId: string): Promise<void>
  /** Ten restriction checks an hour for each bot. */
  restriction: MiddlewareHandler<Environment>
  /** Ten failed sign-ins in 15 minutes for each address and account; locks nobody else out. */
  signIns: { attempt<Result>(address: string | null, account: string, work: () => Promise<Result>): Promise<Result> }
  /** The same for set-up links, for each address. An IPv6 address counts as its network of 64 bits, here as everywhere. */
  setUps: { attempt<Result>(address: string | null, work: () => Promise<Result>): Promise<Result> }
  /**
   * 100 client secrets in 15 minutes that are not taken, for each person with a password: the answer says whether one is
   * the password, so that each may be a guess at it.
   */
  secrets: { attempt<Result>(principal: Principal | null, work: () => Promise<Result>): Promise<Result> }
}

export function createRateLimits(): RateLimits {
  const everything = new RateLimiterMemory({ points: 1_200, duration: minute })
  const microsoft = new RateLimiterMemory({ points: 60, duration: minute })
  const restriction = new RateLimiterMemory({ points: 10, duration: hour })
  const signIns = new RateLimiterMemory({ points: 10, duration: 15 * minute })
  const setUps = new RateLimiterMemory({ points: 10, duration: 15 * minute })
  const secrets = new RateLimiterMemory({ points: 100, duration: 15 * minute })

  return {
    everything: async (context, next) => {
      if (!(isSending(context) && context.var.principal?.kind === 'service'))
        await consume(everything, askerOf(context))
      await next()
    },
    requireAddress: (address) => consume(everything, keyOfAddress(address)),
    microsoft: limitBot(microsoft),
    requireMicrosoft: (botId) => consume(microsoft, botId),
    restriction: limitBot(restriction),
    signIns: {
      attempt: (address, account, work) => attempt(signIns, `${keyOfAddress(address)} ${account.toLowerCase()}`, work),
    },
    setUps: { attempt: (address, work) => attempt(setUps, keyOfAddress(address), work) },
    secrets: {
      attempt: (principal, work) =>
        principal?.kind === 'person' && principal.isOwnPassword !== null
          ? attempt(secrets, principal.id, work)
          : work(),
    },
  }
}
