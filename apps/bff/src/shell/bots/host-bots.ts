import type { Bot } from '@office365-email/shared/bot'
import { LRUCache } from 'lru-cache'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { Principal } from '../../ground/http/principal.ts'
import { Problem } from '../../ground/problem.ts'
import { createRequestContext } from '../../ground/request-context.ts'
import type { HostIdentity, NamedBot } from '../host-sign-in/host-identity.ts'
import { readHostPerson } from '../host-sign-in/host-person.ts'
import type { BotStore } from './bot-store.ts'

/** Another server may have deleted or renamed a bot. After this time, it is compared again. */
const compareEveryMs = 60_000
const maxRemembered = 20_000
const savedAtOnce = 20

const host = { kind: 'system', id: 'host', name: 'host' } as const

interface Remembered {
  name: string
  /** When the token that gave this name was issued. */
  namedAt: number
  /** When the bot was last compared with the storage. */
  comparedAt: number
}

/** The bots of the host, which exist here because a token names them. */
export interface HostBots {
  /** Saves the bots that are new or have a new name. */
  learn(identity: Pick<HostIdentity, 'bots' | 'issuedAt'>, now: Date): Promise<void>
  /** For a bot that was deleted here. */
  forget(botId: string): void
}

export function createHostBots({ bots }: { bots: Pick<BotStore, 'list' | 'save'> }): HostBots {
  const remembered = new LRUCache<string, Remembered>({ max: maxRemembered })

  const isRecent = ({ comparedAt }: Remembered, now: Date) => now.getTime() - comparedAt < compareEveryMs

  /** Whether a token brings no newer name. Two tokens of the same age must not rename a bot with each request. */
  const isOutdated = (known: Remembered | undefined, issuedAt: number, now: Date): boolean =>
    known !== undefined && (issuedAt < known.namedAt || (issuedAt === known.namedAt && isRecent(known, now)))

  function isKnown({ id, name }: NamedBot, issuedAt: number, now: Date): boolean {
    const known = remembered.get(id)
    if (!known || !isRecent(known, now)) return false
    return name === null || name === known.name || isOutdated(known, issuedAt, now)
  }

  async function save({ id, name }: NamedBot, oldName: string | undefined, issuedAt: number, now: Date): Promise<void> {
    const known = remembered.get(id)
    const isNamed = name !== null && !isOutdated(known, issuedAt, now)
    const newName = isNamed ? name : (oldName ?? known?.name ?? name ?? id)
    if (newName !== oldName) {
      const context = createRequestContext(host, now)
      const [created, renamed] = [
        auditEvent(context, 'bot.created', { botId: id }),
        auditEvent(context, 'bot.renamed', { botId: id }),
      ]
      await bots.save({ id, name: newName }, { created, renamed })
    }
    const namedAt = isNamed ? issuedAt : (known?.namedAt ?? Number.NEGATIVE_INFINITY)
    remembered.set(id, { name: newName, namedAt, comparedAt: now.getTime() })
  }

  return {
    async learn({ bots: named, issuedAt }, now) {
      if (!Array.isArray(named)) return
      const news = named.filter((bot) => !isKnown(bot, issuedAt, now))
      if (news.length === 0) return
      const found = new Map((await bots.list(news.map(({ id }) => id))).map(({ id, name }) => [id, name]))
      // A first token may name hundreds of bots, and other requests need the database too.
      for (let from = 0; from < news.length; from += savedAtOnce)
        await Promise.all(
          news.slice(from, from + savedAtOnce).map((bot) => save(bot, found.get(bot.id), issuedAt, now)),
        )
    },
    forget: (botId) => void remembered.delete(botId),
  }
}

/** Whether the host no longer has the bot. Only the token of an owner lists all bots that the host has. */
function isGone(principal: Principal, botId: string): boolean {
  const owner = readHostPerson(principal)
  return owner?.role === 'owner' && Array.isArray(owner.hostBots) && !owner.hostBots.includes(botId)
}

export const markGone = (principal: Principal, bot: Bot): Bot =>
  isGone(principal, bot.id) ? { ...bot, gone: true } : bot

export const botsComeFromHost = (): Problem =>
  new Problem('forbidden', { detail: 'Bots come from the dashboard. Add, rename or remove them there.' })

/** Throws unless the caller may delete this bot of the host. */
export function requireGone(principal: Principal, botId: string): void {
  if (!isGone(principal, botId))
    throw new Problem('forbidden', {
      detail: 'Bots come from the dashboard. Only an owner can delete a bot here, after the dashboard removed it.',
    })
}
