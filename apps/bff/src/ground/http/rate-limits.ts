import { isIPv6 } from 'node:net'
import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js'
import { type CreateLimiter, createMemoryLimiter } from '../limiter.ts'
import { Problem } from '../problem.ts'
import type { Principal } from './principal.ts'

const minute = 60
const hour = 60 * minute

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) throw limited(refusal)
    throw refusal
  }
}

/** Takes the point before the work, so that parallel tries count too. Success gives it back. */
async function attempt<Result>(
  limiter: RateLimiterAbstract,
  key: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await consume(limiter, key)
  const result = await work()
  await limiter.reward(key)
  return result
}

function limited({ msBeforeNext }: RateLimiterRes): Problem {
  const retryAfterSeconds = Math.max(Math.ceil(msBeforeNext / 1000), 1)
  return new Problem('rate-limited', { detail: `Try again in ${retryAfterSeconds} seconds.`, retryAfterSeconds })
}

/** A client with one IPv6 address usually controls its whole network of 2^64 addresses. */
function networkOf(address: string | null): string | null {
  if (address === null || !isIPv6(address)) return address
  const [before = '', after = ''] = address.split('::')
  const [head, tail] = [before, after].map((part) => part.split(':').filter((group) => group !== ''))
  const groups = [...(head ?? []), ...Array(8 - (head?.length ?? 0) - (tail?.length ?? 0)).fill('0'), ...(tail ?? [])]
  return `${groups.slice(0, 4).join(':')}::`
}

const keyOfAddress = (address: string | null) => `address ${networkOf(address)}`

export interface RateLimits {
  /** 1,200 requests a minute for each session or key; for each address if the request has neither. */
  requireCaller(principal: Principal | null, address: string | null): Promise<void>
  /** `microsoft`: 60 submits, checks and test messages a minute. `restriction`: 10 restriction checks an hour. */
  requireBot(limit: 'microsoft' | 'restriction', botId: string): Promise<void>
  /**
   * 30 requests a minute for each intake link. Its holder must use up neither the limit of its bot, which the admins need
   * too, nor the space of the audit log.
   */
  requireLink(intakeLinkId: string): Promise<void>
  /** 30 recorded refusals a minute for each caller, so that no one can fill the audit log. */
  mayRecordRefusal(principal: Principal): Promise<boolean>
  /** Ten failed sign-ins in 15 minutes for each address and account; other addresses are not locked out. */
  signIns: { attempt<Result>(address: string | null, account: string, work: () => Promise<Result>): Promise<Result> }
  /** The same for set-up links, for each address. All limits count an IPv6 address as its 64-bit network. */
  setUps: { attempt<Result>(address: string | null, work: () => Promise<Result>): Promise<Result> }
  /**
   * 100 refused client secrets in 15 minutes for each person with a password: the response shows whether a secret is
   * that password, so each may be a guess.
   */
  secrets: { attempt<Result>(principal: Principal | null, work: () => Promise<Result>): Promise<Result> }
}

export function createRateLimits(createLimiter: CreateLimiter): RateLimits {
  // In memory for each server: it only keeps one caller from using up a server, and a shared count would cost each request.
  const everything = createMemoryLimiter({ keyPrefix: 'all', points: 1_200, duration: minute })
  const refusals = createMemoryLimiter({ keyPrefix: 'refusal', points: 30, duration: minute })
  const links = createMemoryLimiter({ keyPrefix: 'link', points: 30, duration: minute })
  const bots = {
    microsoft: createLimiter({ keyPrefix: 'microsoft', points: 60, duration: minute }),
    restriction: createLimiter({ keyPrefix: 'restriction', points: 10, duration: hour }),
  }
  const signIns = createLimiter({ keyPrefix: 'sign-in', points: 10, duration: 15 * minute })
  const setUps = createLimiter({ keyPrefix: 'set-up', points: 10, duration: 15 * minute })
  const secrets = createLimiter({ keyPrefix: 'secret', points: 100, duration: 15 * minute })

  return {
    requireCaller: (principal, address) => consume(everything, principal?.limitKey ?? keyOfAddress(address)),
    requireBot: (limit, botId) => consume(bots[limit], botId),
    requireLink: (intakeLinkId) => consume(links, intakeLinkId),
    mayRecordRefusal: async ({ limitKey }) => {
      try {
        await refusals.consume(limitKey)
        return true
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return false
        throw refusal
      }
    },
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
