import type { Alert } from '@office365-email/shared/alert-webhook'
import { Problem } from '../../ground/problem.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import { type AlertChannel, type AlertTask, isWanted, releaseAt, waitAfter } from './alert-channel.ts'
import type { AlertChannelStore, NewHealth, SettledTask } from './alert-channel-store.ts'
import type { AlertSender } from './alert-sender.ts'
import { type ChannelTarget, openTarget, toRequest } from './channel-target.ts'
import { type MailAlertDependencies, mailAlerts } from './mail-alerts.ts'
import { readPause, toExcerpt } from './read-response.ts'

export interface DeliveryDependencies extends MailAlertDependencies {
  alertChannels: AlertChannelStore
  alertSender: AlertSender
  vault: Vault
  config: MailAlertDependencies['config'] & { publicUrl: string }
}

type Alerts = readonly [Alert, ...Alert[]]

/** One batch can become one summary for each channel. */
const batchSize = 500
/** Limits one round, since an outage may affect many bots at the same time. */
const maxBatches = 20
/** A webhook gets each alert in a post of its own. */
const postsAtOnce = 20

/** Sends alerts once, without retries. Several of them become a summary, unless it is a webhook. */
export async function sendAlerts(
  dependencies: DeliveryDependencies,
  target: ChannelTarget,
  alerts: Alerts,
  { id, now }: { id: string; now: Date },
): Promise<NewHealth> {
  const { alertSender, config } = dependencies
  const sent = { id, now, publicUrl: config.publicUrl }
  if (target.kind === 'email')
    return { ...(await mailAlerts(dependencies, { ...sent, target, alerts })), pausedUntil: null }
  const { url, headers, body, secrets } = toRequest(target, alerts, sent)
  const response = await alertSender.post(url, headers, body)
  const at = now.toISOString()
  if (response === null)
    return {
      at,
      outcome: 'failed',
      status: null,
      excerpt: 'There was no response from this address.',
      pausedUntil: null,
    }
  const isDelivered = response.status >= 200 && response.status < 300
  const pauseMs = readPause(response, now)
  return {
    at,
    outcome: isDelivered ? 'delivered' : 'failed',
    status: response.status,
    excerpt: toExcerpt(response, secrets),
    pausedUntil: pauseMs === null ? null : new Date(now.getTime() + pauseMs).toISOString(),
  }
}

/** What becomes of an alert after a delivery: the usual wait after a failure, or longer if the receiver asks for it. */
function settleAfter({ outcome, pausedUntil }: NewHealth, { id, attempts }: AlertTask, now: Date): SettledTask {
  const wait = outcome === 'delivered' ? null : waitAfter(attempts + 1)
  const paused = pausedUntil === null ? 0 : Date.parse(pausedUntil)
  return { id, attempts, nextAttemptAt: wait === null ? null : Math.max(now.getTime() + wait, paused) }
}

const isFilled = <Item>(items: Item[]): items is [Item, ...Item[]] => items.length > 0

/** Each round sends what is due as one message. For a webhook, each alert is one, and its ID stays the same. */
function toPosts({ kind }: AlertChannel, tasks: AlertTask[]): AlertTask[][] {
  return kind === 'webhook' ? tasks.map((task) => [task]) : [tasks]
}

/** Lets alerts wait for the end of the quiet hours, of their period, or of a pause. Returns the others. */
async function postponeEarly(
  { alertChannels }: DeliveryDependencies,
  { settings, lastDelivery }: AlertChannel,
  tasks: AlertTask[],
  now: Date,
): Promise<AlertTask[]> {
  const paused = Date.parse(lastDelivery?.pausedUntil ?? '1970-01-01')
  const byTime = Map.groupBy(tasks, ({ alert }) => Math.max(releaseAt(settings, alert, now), paused))
  const ready: AlertTask[] = []
  for (const [time, group] of byTime)
    if (time <= now.getTime()) ready.push(...group)
    else
      await alertChannels.postpone(
        group.map(({ id }) => id),
        time,
      )
  return ready
}

/** What a channel shows if nothing could be sent. */
const failureOf = (error: unknown, now: Date): NewHealth => ({
  at: now.toISOString(),
  outcome: 'failed',
  status: null,
  excerpt:
    error instanceof Problem && error.slug === 'secret-unreadable'
      ? 'The saved address or secret cannot be opened. Enter it again.'
      : 'The server could not send it.',
  pausedUntil: null,
})

async function deliverToChannel(
  dependencies: DeliveryDependencies,
  channelId: string,
  due: AlertTask[],
  newId: () => string,
  now: Date,
): Promise<void> {
  const { alertChannels, vault } = dependencies
  const found = await alertChannels.read(channelId)
  if (!found) return
  const { channel, sealedSecret } = found
  // Since they were queued, an owner may have chosen other bots or types.
  const [wanted = [], unwanted = []] = [true, false].map((isKept) =>
    due.filter(({ alert }) => isWanted(channel, alert) === isKept),
  )
  if (unwanted.length > 0)
    await alertChannels.settle(
      channelId,
      null,
      unwanted.map(({ id, attempts }) => ({ id, attempts, nextAttemptAt: null })),
    )
  const posts = toPosts(channel, await postponeEarly(dependencies, channel, wanted, now))
  const deliver = async (tasks: AlertTask[]) => {
    if (!isFilled(tasks)) return
    const [first, ...rest] = tasks
    const id = channel.kind === 'webhook' ? first.id : newId()
    const health = await openTarget(vault, channel, sealedSecret)
      .then((target) => sendAlerts(dependencies, target, [first.alert, ...rest.map(({ alert }) => alert)], { id, now }))
      .catch((error: unknown) => failureOf(error, now))
    const settled = tasks.map((task) => settleAfter(health, task, now))
    await alertChannels.settle(channelId, health, settled)
  }
  for (let start = 0; start < posts.length; start += postsAtOnce)
    await Promise.all(posts.slice(start, start + postsAtOnce).map(deliver))
}

/** Sends every due alert to its channel. A failed one is sent again later, for a day and a half. */
export async function deliverAlerts(
  dependencies: DeliveryDependencies,
  newId: () => string,
  now: Date,
  which?: { onlyHold: true },
): Promise<void> {
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const due = await dependencies.alertChannels.listDue(now.getTime(), batchSize, which)
    const byChannel = Map.groupBy(due, ({ channelId }) => channelId)
    await Promise.all(
      [...byChannel].map(([channelId, tasks]) => deliverToChannel(dependencies, channelId, tasks, newId, now)),
    )
    if (due.length < batchSize) return
  }
}
