import { formatCount } from '@office365-email/shared/format-count'
import type { QuotaUse } from '../ports.ts'
import type { QueueLimits, QueueUsage } from '../sending/queue-store.ts'
import type { Sending } from '../sending/sending.ts'
import type { Condition } from './alert-condition.ts'
import type { AlertConditionStore, StuckMessages } from './alert-condition-store.ts'

export interface ConditionSources {
  alertConditions: AlertConditionStore
  queueStore: { usage(): Promise<QueueUsage> }
  sending: Sending
  /** How much of their quotas the service keys that can be used have used on the day of `now`. */
  quotas: (now: Date) => Promise<QuotaUse[]>
  config: { publicUrl: string; queueLimits: QueueLimits }
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** A condition that comes and goes within this time is one condition. */
const steadyMs = 15 * minuteMs
const nearPercent = 80
/** Most messages no longer fit, and the last percent would hardly ever be used. */
const reachedPercent = 99

const holdId = 'sending'

/** The condition of a database that was restored. While it holds, it is the only one that is reported. */
export async function readHold({
  sending,
  config,
}: Pick<ConditionSources, 'sending' | 'config'>): Promise<Condition | null> {
  const { state, since } = await sending.read()
  if (state !== 'held') return null
  const { host } = new URL(config.publicUrl)
  return {
    id: holdId,
    alert: {
      type: 'messages-held',
      title: `Mail is on hold at ${host}: its database was restored from a backup`,
      bot: null,
      cause: 'restored_from_backup',
      advice:
        'If this server is to send, an owner chooses "Send from here". If it is only a copy, ignore this: other servers go on.',
      url: `${config.publicUrl}/bots`,
    },
    ending: { type: 'messages-released', title: `Mail is no longer on hold at ${host}` },
    mark: since ?? '',
    ...{ repeatAfterMs: 0, endsAfterMs: 0 },
  }
}

async function readOff({ sending, queueStore, config }: ConditionSources): Promise<Condition[]> {
  if ((await sending.read()).state !== 'off') return []
  const { messages } = await queueStore.usage()
  if (messages === 0) return []
  const { host } = new URL(config.publicUrl)
  const waiting = `${formatCount(messages, 'message')} ${messages === 1 ? 'waits' : 'wait'}`
  return [
    {
      id: holdId,
      alert: {
        type: 'messages-held',
        title: `Sending is off at ${host}, and ${waiting}`,
        bot: null,
        cause: 'sending_off',
        advice: 'They are sent when an operator switches sending on again (SENDING=on).',
        url: `${config.publicUrl}/bots`,
      },
      ending: { type: 'messages-released', title: `Messages are no longer on hold at ${host}` },
      mark: '',
      ...{ repeatAfterMs: 0, endsAfterMs: steadyMs },
    },
  ]
}

function unknownOf({ bot, unknown, newestUnknown }: StuckMessages, publicUrl: string): Condition[] {
  if (newestUnknown === null) return []
  const which = unknown === 1 ? 'a message' : formatCount(unknown, 'message')
  const was = unknown === 1 ? 'was' : 'were'
  return [
    {
      id: `unknown/${bot.id}`,
      alert: {
        type: 'messages-held',
        title: `It is unknown whether ${which} of ${bot.name} ${was} sent`,
        bot,
        advice:
          'Look into the Sent Items of the mailbox, then choose "It was sent" or "It was not sent", or send again.',
        url: `${publicUrl}/bots/${bot.id}/messages?state=unknown`,
      },
      ending: { type: 'messages-released', title: `No message of ${bot.name} needs a decision anymore` },
      mark: newestUnknown,
      ...{ repeatAfterMs: dayMs, endsAfterMs: steadyMs },
    },
  ]
}

interface Limit extends Pick<Condition, 'id'> {
  used: number
  limit: number
  mark?: string
  near: (percent: number) => Pick<Condition['alert'], 'title' | 'advice'>
  reached: Pick<Condition['alert'], 'title' | 'advice'>
  recovered: string
  about: Pick<Condition['alert'], 'bot' | 'serviceKey' | 'url'>
}

function limitOf({ id, used, limit, mark = '', near, reached, recovered, about }: Limit): Condition[] {
  const percent = limit === 0 ? 100 : Math.floor((used * 100) / limit)
  if (percent < nearPercent) return []
  const common = { id, mark, repeatAfterMs: 0, endsAfterMs: steadyMs }
  if (percent < reachedPercent)
    return [{ ...common, alert: { type: 'quota-near', ...near(percent), ...about }, ending: null }]
  return [
    {
      ...common,
      alert: { type: 'quota-reached', ...reached, ...about },
      ending: { type: 'quota-recovered', title: recovered },
    },
  ]
}

const quotaPrefix = 'quota/'

const quotaOf = ({ id, name, botIds, used, limit, path }: QuotaUse, day: string, publicUrl: string): Condition[] =>
  limitOf({
    id: `${quotaPrefix}${id}`,
    ...{ used, limit },
    // Each day has a quota of its own.
    mark: day,
    near: (percent) => ({
      title: `The service key ${name} has used ${percent}% of its daily quota`,
      advice: `After ${limit} recipients, its messages are refused until midnight (UTC). A new key can have a higher quota.`,
    }),
    reached: {
      title: `The service key ${name} has used its daily quota`,
      advice: `Beyond ${limit} recipients, its messages are refused until midnight (UTC). A new key can have a higher quota.`,
    },
    recovered: `The service key ${name} can send again`,
    about: { bot: null, serviceKey: { id, name, botIds }, url: `${publicUrl}${path}` },
  })

const queueOf = ({ bot, queued }: StuckMessages, limit: number, publicUrl: string): Condition[] =>
  limitOf({
    id: `queue/${bot.id}`,
    ...{ used: queued, limit },
    near: (percent) => ({
      title: `The queue of ${bot.name} is ${percent}% full`,
      advice: 'When it is full, messages are refused. The page shows why they wait. QUEUE_MAX_MESSAGES is the limit.',
    }),
    reached: {
      title: `The queue of ${bot.name} is full`,
      advice: 'New messages are refused. The page shows why they wait. An operator can raise QUEUE_MAX_MESSAGES.',
    },
    recovered: `The queue of ${bot.name} has room again`,
    about: { bot, url: `${publicUrl}/bots/${bot.id}/messages?state=queued` },
  })

const storeOf = (used: number, limit: number, publicUrl: string): Condition[] =>
  limitOf({
    id: 'queue',
    ...{ used, limit },
    near: (percent) => ({
      title: `The queue of all bots is ${percent}% full`,
      advice:
        'When it is full, messages are refused. Failed and unknown messages count for 7 days. QUEUE_MAX_MB is the limit.',
    }),
    reached: {
      title: 'The queue of all bots is full',
      advice:
        'New messages are refused. Failed and unknown messages count for 7 days. An operator can raise QUEUE_MAX_MB.',
    },
    recovered: 'The queue of all bots has room again',
    about: { bot: null, url: `${publicUrl}/messages?state=queued,failed,unknown` },
  })

export interface CurrentConditions {
  conditions: Condition[]
  /** Whether a condition is about a service key that can no longer be used: then its end is no news. */
  isPointless: (id: string) => boolean
}

/** Every condition that holds while the database is not on hold. */
export async function readConditions(sources: ConditionSources, now: Date): Promise<CurrentConditions> {
  const { alertConditions, queueStore, quotas, config } = sources
  const { publicUrl, queueLimits } = config
  const minQueued = Math.ceil((queueLimits.messages * nearPercent) / 100)
  const ofBots: Condition[] = []
  for (let after: string | null = ''; after !== null; ) {
    const { stuck, next } = await alertConditions.listStuck(after, minQueued)
    for (const one of stuck) ofBots.push(...unknownOf(one, publicUrl), ...queueOf(one, queueLimits.messages, publicUrl))
    after = next
  }
  const day = now.toISOString().slice(0, 10)
  const uses = await quotas(now)
  const usable = new Set(uses.map(({ id }) => `${quotaPrefix}${id}`))
  return {
    conditions: [
      ...(await readOff(sources)),
      ...ofBots,
      ...storeOf((await queueStore.usage()).bytes, queueLimits.bytes, publicUrl),
      ...uses.flatMap((use) => quotaOf(use, day, publicUrl)),
    ],
    isPointless: (id) => id.startsWith(quotaPrefix) && !usable.has(id),
  }
}
