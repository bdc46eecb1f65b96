import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReportedState } from '../../mail/alerts/decide-alerts.ts'
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

const reported: ReportedState = { generation: 'first', secret: null, fault: null, recoveredAt: at }
const sealed = { sealedSecret: 'sealed', sealedWith: 'k1' }

describe.each(engineNames)('the alert state store on %s', (engine) => {
  let open: TestStorage
  let ids = 0
  beforeEach(async () => {
    open = await engines[engine]()
    ids = 0
  })
  afterEach(() => open.close())

  const newId = () => {
    ids += 1
    return `delivery-${String(ids).padStart(5, '0')}`
  }
  const report = (botId: string, state: ReportedState | null, alerts = [alertOf(botId)]) =>
    open.storage.alertStates.report(botId, state, alerts, newId, 5)
  const listDue = (limit = 9) => open.storage.alertChannels.listDue(5, limit)
  const listWatched = (after = '', expiresBy = '2026-02-01') => open.storage.alertStates.listWatched(after, expiresBy)

  async function configure(botId: string, changes: Parameters<typeof configurationOf>[0] = {}) {
    await insertBot(open, botId)
    const configuration = configurationOf({ botId, ...changes })
    await open.storage.configurations.save(configuration, unconfiguredOf({ botId }), auditEventOf())
  }

  it('lists bots that were reported, whose mail fails, or whose secret expires', async () => {
    // PostgreSQL looks into this value, and cannot read every text in it.
    const body = { error: { code: 'ErrorAccessDenied', message: 'Access \u0000 is \ud800 denied' } }
    const diagnosis = diagnose({ asked: 'graph', status: 403, body })
    const diagnosed = { state: 'failing', since: at, diagnosis } as const
    await configure('e-expires', { secretExpiresOn: '2026-02-01' })
    await configure('d-unreachable', { health: { state: 'unreachable', since: at } })
    await configure('c-failing', { health: diagnosed })
    await configure('b-works', { health: { state: 'working', since: at } })
    await configure('a-reported')
    await configure('f-removed', { health: diagnosed })
    await open.storage.configurations.remove('f-removed', auditEventOf())
    await configure('g-removed-and-reported')
    await open.storage.configurations.remove('g-removed-and-reported', auditEventOf())
    await report('a-reported', reported)
    await report('g-removed-and-reported', reported)
    const { watched, next } = await listWatched()
    expect(next).toBeNull()
    expect(watched.map(({ bot }) => bot.id)).toEqual([
      'a-reported',
      'c-failing',
      'd-unreachable',
      'e-expires',
      'g-removed-and-reported',
    ])
    expect(watched[0]).toMatchObject({
      bot: { id: 'a-reported', name: 'a-reported' },
      known: { generation: 'first', version: 1, health: { state: 'untested' }, secretExpiresOn: '2026-06-01' },
      reported,
    })
    expect(watched[1]).toMatchObject({ known: { health: diagnosed }, reported: null })
    expect(watched[4]).toMatchObject({ known: null, reported })
  })

  it('lists every bot once, page by page', async () => {
    const names = Array.from({ length: 1_001 }, (_, index) => `bot-${String(index).padStart(4, '0')}`)
    const health = '{"state":"failing","since":null}'
    await open.sql(`insert into bots (id, name, created_at) values ${names.map((id) => `('${id}', 'x', '')`).join()}`)
    await open.sql(
      `insert into office365_configurations (bot_id, version, state, generation, health) values ${names
        .map((id) => `('${id}', 1, 'locked', '', '${health}')`)
        .join()}`,
    )
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const { watched, next } = await listWatched(after)
      seen.push(...watched.map(({ bot }) => bot.id))
      after = next
    }
    expect(seen).toEqual(names)
  })

  it('saves what is reported, and queues the alerts for every channel that wants them', async () => {
    await configure('orders')
    const { alertChannels } = open.storage
    for (const id of ['one', 'two'])
      await alertChannels.create(alertChannelOf({ id }), sealed, auditEventOf(), () => [])
    await insertBot(open, 'invoices')
    for (const unwanted of [
      alertChannelOf({ id: 'of others', botIds: ['invoices'] }),
      alertChannelOf({ id: 'other types', settings: channelSettingsOf({ types: ['mail-fails'] }) }),
      alertChannelOf({ id: 'sent by the bot itself', kind: 'email', url: '', senderBotId: 'orders' }),
    ])
      await alertChannels.create(unwanted, sealed, auditEventOf(), () => [])
    await report('orders', reported)
    const due = await listDue()
    expect(due.map(({ id, channelId, alert, attempts }) => ({ id, channelId, alert, attempts }))).toEqual([
      { id: 'delivery-00001', channelId: 'one', alert: alertOf('orders'), attempts: 0 },
      { id: 'delivery-00002', channelId: 'two', alert: alertOf('orders'), attempts: 0 },
    ])
    await report('orders', { ...reported, generation: 'second' }, [])
    expect((await listWatched()).watched).toMatchObject([{ reported: { generation: 'second' } }])
    await report('orders', null, [])
    expect((await listWatched()).watched).toEqual([])
    expect(await listDue()).toHaveLength(2)
  })

  it('does nothing for a bot that does not exist', async () => {
    await open.storage.alertChannels.create(alertChannelOf(), sealed, auditEventOf(), () => [])
    await report('none', reported)
    await report('none', null)
    expect(await listDue()).toEqual([])
    expect(await open.sql('select * from alert_states')).toEqual([])
  })

  it('queues alerts while channels are added and deleted', async () => {
    await configure('orders')
    const { alertChannels } = open.storage
    for (let round = 0; round < 20; round += 1) {
      await alertChannels.create(alertChannelOf({ id: 'stays' }), sealed, auditEventOf(), () => [])
      await alertChannels.create(alertChannelOf({ id: 'goes' }), sealed, auditEventOf(), () => [])
      await Promise.all([report('orders', reported), alertChannels.delete('goes', auditEventOf())])
      expect((await listDue()).map(({ channelId }) => channelId)).toEqual(['stays'])
      await alertChannels.delete('stays', auditEventOf())
    }
  })
})
