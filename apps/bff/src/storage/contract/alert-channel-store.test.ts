import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertChannel } from '../../mail/alerts/alert-channel.ts'
import type { NewHealth } from '../../mail/alerts/alert-channel-store.ts'
import type { WatchedBot } from '../../mail/alerts/alert-state-store.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import {
  alertChannelOf,
  alertOf,
  at,
  auditEventOf,
  channelSettingsOf,
  configurationOf,
  unconfiguredOf,
} from './examples.ts'
import { insertBot } from './insert-rows.ts'

const sealed = { sealedSecret: 'sealed', sealedWith: 'k1' }
const reported = { generation: 'first', secret: null, fault: null, recoveredAt: at }
const healthOf = (changes: Partial<NewHealth> = {}): NewHealth => ({
  at,
  outcome: 'failed',
  status: 503,
  excerpt: 'no',
  pausedUntil: null,
  ...changes,
})

describe.each(engineNames)('the alert channel store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await insertBot(open, 'orders')
    await open.storage.configurations.save(configurationOf(), unconfiguredOf(), auditEventOf())
  })
  afterEach(() => open.close())

  const listActions = async () =>
    (await open.storage.audit.list({ reach: 'everything', action: 'alert-webhook', limit: 9 })).map(
      ({ event }) => event.action,
    )
  const create = (
    changes: Partial<AlertChannel>,
    standing: (bot: WatchedBot) => ReturnType<typeof standingOf> = () => [],
  ) =>
    open.storage.alertChannels.create(
      alertChannelOf(changes),
      sealed,
      auditEventOf({ action: 'alert-webhook.created' }),
      standing,
    )
  const standingOf = ({ bot }: WatchedBot) => [{ id: `standing-${bot.id}`, alert: alertOf(bot.id) }]
  const listDue = (now = Date.parse(at), limit = 9) => open.storage.alertChannels.listDue(now, limit)
  const queue = (id: string, now = 0) =>
    open.storage.alertStates.report('orders', reported, [alertOf('orders')], () => id, now)

  it('creates channels, lists them in order of ID, and never lists their secret', async () => {
    const other = { id: 'a', kind: 'slack', url: 'https://hooks.slack.com/', botIds: ['orders'] } as const
    await create({ id: 'b' })
    await create({ ...other, botIds: ['orders'] })
    const { alertChannels } = open.storage
    expect(await alertChannels.list()).toEqual([
      alertChannelOf({ ...other, botIds: ['orders'] }),
      alertChannelOf({ id: 'b' }),
    ])
    expect(await alertChannels.read('b')).toEqual({ channel: alertChannelOf({ id: 'b' }), sealedSecret: 'sealed' })
    expect(await alertChannels.read('none')).toBeNull()
    expect(await listActions()).toEqual(['alert-webhook.created', 'alert-webhook.created'])
  })

  it('reads a webhook that an earlier version added', async () => {
    await open.sql(
      `insert into alert_webhooks (id, url, created_at, created_by, sealed_secret, sealed_with, last_delivery)
       values ('old', 'https://alerts.example/hook', '${at}', '{"kind":"system","id":"t","name":"t"}', 's', 'k1',
         '{"at":"${at}","outcome":"failed","status":500}')`,
    )
    expect(await open.storage.alertChannels.list()).toMatchObject([
      {
        kind: 'webhook',
        senderBotId: null,
        botIds: 'all',
        settings: { name: 'alerts.example', types: 'all', quietHours: null, collectMinutes: 0 },
        lastDelivery: { status: 500, excerpt: null, failingSince: null, pausedUntil: null },
      },
    ])
  })

  it('queues for a new channel what still holds about reported bots', async () => {
    await open.storage.alertStates.report('orders', reported, [], () => '', 0)
    const seen: WatchedBot[] = []
    await create({}, (bot) => {
      seen.push(bot)
      return standingOf(bot)
    })
    expect(seen.at(-1)).toMatchObject({ bot: { id: 'orders', name: 'orders' }, known: { version: 1 }, reported })
    expect(await listDue()).toEqual([
      { id: 'standing-orders', channelId: 'webhook', alert: alertOf('orders'), attempts: 0 },
    ])
    expect(await listDue(Date.parse(at) - 1)).toEqual([])
    expect(await open.storage.alertChannels.countWaiting()).toEqual(new Map([['webhook', 1]]))
  })

  it('queues more alerts for a new channel than one statement can', async () => {
    await open.storage.alertStates.report('orders', reported, [], () => '', 0)
    const many = Array.from({ length: 12_000 }, (_, index) => ({ id: `alert-${index}`, alert: alertOf('orders') }))
    await create({}, () => many)
    expect(await listDue(Date.parse(at), 20_000)).toHaveLength(12_000)
  })

  it('changes a channel, keeps its secret unless there is another, and makes its alerts due', async () => {
    await create({})
    await queue('later', Date.parse(at) + 5_000)
    const { alertChannels } = open.storage
    const changed = alertChannelOf({ botIds: ['orders'], settings: channelSettingsOf({ name: 'Other' }) })
    const event = () => auditEventOf({ action: 'alert-webhook.changed' })
    expect(await alertChannels.update(changed, null, event())).toBe(true)
    expect(await alertChannels.read('webhook')).toEqual({ channel: { ...changed, version: 2 }, sealedSecret: 'sealed' })
    expect((await listDue()).map(({ id }) => id)).toEqual(['later'])
    const again = { ...changed, version: 2 }
    expect(await alertChannels.update(again, { sealedSecret: 'new', sealedWith: 'k2' }, event())).toBe(true)
    expect(await alertChannels.read('webhook')).toMatchObject({ sealedSecret: 'new' })
    expect(await alertChannels.update({ ...changed, id: 'none' }, null, event())).toBe(false)
    expect(await listActions()).toEqual(['alert-webhook.changed', 'alert-webhook.changed', 'alert-webhook.created'])
  })

  it('saves only one of several changes to the same version', async () => {
    await create({})
    const { alertChannels } = open.storage
    const change = (name: string) =>
      alertChannels.update(
        alertChannelOf({ settings: channelSettingsOf({ name }) }),
        null,
        auditEventOf({ action: 'alert-webhook.changed' }),
      )
    const names = ['one', 'two', 'three']
    const saved = await Promise.all(names.map(change))
    expect(saved.filter(Boolean)).toHaveLength(1)
    const name = names[saved.indexOf(true)]
    expect(await alertChannels.list()).toMatchObject([{ version: 2, settings: { name } }])
    expect(await change('late')).toBe(false)
    expect(await listActions()).toEqual(['alert-webhook.changed', 'alert-webhook.created'])
  })

  it('tries alerts again at their time, oldest first, until they are delivered or given up', async () => {
    const { alertChannels } = open.storage
    await create({})
    for (const now of [30, 10, 20]) await queue(`${now}`, now)
    expect((await listDue(30, 2)).map(({ id }) => id)).toEqual(['10', '20'])
    await alertChannels.settle('webhook', healthOf(), [
      { id: '10', attempts: 0, nextAttemptAt: 40 },
      { id: '20', attempts: 0, nextAttemptAt: null },
    ])
    expect((await listDue(39)).map(({ id }) => id)).toEqual(['30'])
    expect((await listDue(40)).at(-1)).toMatchObject({ id: '10', attempts: 1 })
    await alertChannels.postpone(['10', '30'], 50)
    expect(await listDue(49)).toEqual([])
    const due = (await listDue(50)).map(({ id, attempts }) => `${id} after ${attempts}`)
    expect(due.sort()).toEqual(['10 after 1', '30 after 0'])
  })

  it('knows since when a channel fails', async () => {
    const { alertChannels } = open.storage
    await create({})
    const later = '2026-01-02T00:00:00.000Z'
    const read = async () => (await alertChannels.list())[0]?.lastDelivery
    await alertChannels.settle('webhook', healthOf(), [])
    await alertChannels.settle('webhook', healthOf({ at: later, pausedUntil: later }), [])
    expect(await read()).toEqual({ ...healthOf({ at: later, pausedUntil: later }), failingSince: at })
    await alertChannels.settle('webhook', healthOf({ at: later, outcome: 'delivered' }), [])
    expect(await read()).toMatchObject({ failingSince: null })
    await alertChannels.settle('webhook', healthOf({ at: later }), [])
    expect(await read()).toMatchObject({ failingSince: later })
  })

  it('is deleted once, with its queued alerts, even while one is being settled', async () => {
    const { alertChannels } = open.storage
    const remove = () => alertChannels.delete('webhook', auditEventOf({ action: 'alert-webhook.deleted' }))
    for (let round = 0; round < 20; round += 1) {
      await create({})
      await queue(`${round}`)
      const [task] = await listDue()
      if (!task) throw new Error('nothing is due')
      const settled = [{ ...task, nextAttemptAt: 1 }]
      const [one, other] = await Promise.all([remove(), remove(), alertChannels.settle('webhook', healthOf(), settled)])
      expect([one, other].filter(Boolean)).toHaveLength(1)
      expect(await listDue()).toEqual([])
    }
    expect(await remove()).toBe(false)
  })

  it('forgets a deleted bot, so that a new one with the same ID is not meant', async () => {
    const { alertChannels, bots, configurations } = open.storage
    await insertBot(open, 'sender')
    await create({ kind: 'email', url: '', senderBotId: 'sender', botIds: ['orders', 'sender'] })
    await configurations.remove('orders', auditEventOf())
    const events = { keyRevoked: () => auditEventOf(), personChanged: () => auditEventOf() }
    for (const id of ['orders', 'sender'])
      expect(await bots.delete(id, { deleted: auditEventOf({ action: 'bot.deleted', botId: id }), ...events })).toBe(
        'deleted',
      )
    expect(await alertChannels.list()).toMatchObject([{ senderBotId: null, botIds: [] }])
  })
})
