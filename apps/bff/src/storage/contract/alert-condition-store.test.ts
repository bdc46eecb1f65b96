import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReportedCondition } from '../../mail/alerts/alert-condition.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { alertChannelOf, alertOf, at, auditEventOf } from './examples.ts'
import { insertBody, insertBot, insertMessage } from './insert-rows.ts'

const idOf = (n: number) => `01976000-0000-7000-8000-${String(n).padStart(12, '0')}`
const sealed = { sealedSecret: 'sealed', sealedWith: 'k1' }

const reportedOf = (id: string, changes: Partial<ReportedCondition> = {}): ReportedCondition => ({
  id,
  alert: alertOf('orders'),
  ending: { type: 'messages-released', title: 'Over' },
  mark: '',
  endsAfterMs: 0,
  clearSince: null,
  ...changes,
})

describe.each(engineNames)('the alert condition store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await insertBot(open, 'orders')
  })
  afterEach(() => open.close())

  const conditions = () => open.storage.alertConditions
  const listDue = (which?: { onlyHold: true }) => open.storage.alertChannels.listDue(5, 9, which)
  const addChannel = (id: string, botIds: 'all' | string[] = 'all') =>
    open.storage.alertChannels.create(alertChannelOf({ id, botIds }), sealed, auditEventOf(), () => [])
  const report = (reported: ReportedCondition, id = 'delivery') =>
    conditions().report(reported.id, reported, reported.alert, () => id, 5)

  it('lists bots with unknown messages or a long queue', async () => {
    await insertBot(open, 'busy')
    await insertBot(open, 'idle')
    await insertMessage(open, idOf(1), { state: 'unknown' })
    await insertMessage(open, idOf(2), { state: 'unknown' })
    await insertMessage(open, idOf(3), { state: 'accepted' })
    for (const [n, botId] of [
      [4, 'busy'],
      [5, 'busy'],
      [6, 'idle'],
    ] as const) {
      await insertMessage(open, idOf(n), { botId, state: 'queued' })
      await insertBody(open, idOf(n), { botId, nextAttemptAt: 0 })
    }
    expect(await conditions().listStuck('', 2)).toEqual({
      stuck: [
        { bot: { id: 'busy', name: 'busy' }, unknown: 0, newestUnknown: null, queued: 2 },
        { bot: { id: 'orders', name: 'orders' }, unknown: 2, newestUnknown: idOf(2), queued: 0 },
      ],
      next: null,
    })
    expect((await conditions().listStuck('busy', 2)).stuck).toHaveLength(1)
  })

  it('lists every bot once, page by page', async () => {
    const names = Array.from({ length: 1_001 }, (_, index) => `bot-${String(index).padStart(4, '0')}`)
    await open.sql(`insert into bots (id, name, created_at) values ${names.map((id) => `('${id}', 'x', '')`).join()}`)
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const { stuck, next } = await conditions().listStuck(after, 0)
      seen.push(...stuck.map(({ bot }) => bot.id))
      after = next
    }
    expect(seen).toEqual([...names, 'orders'])
  })

  it('saves what is reported, and queues the alert for every channel that wants it', async () => {
    await addChannel('one')
    await insertBot(open, 'other')
    await addChannel('of others', ['other'])
    await report(reportedOf('unknown/orders'))
    expect(await listDue()).toMatchObject([{ channelId: 'one', alert: alertOf('orders') }])
    const changed = reportedOf('unknown/orders', { clearSince: at })
    await conditions().report(changed.id, changed, null, () => 'none', 5)
    expect(await conditions().list()).toEqual([changed])
    await conditions().report(changed.id, null, null, () => 'none', 5)
    expect(await conditions().list()).toEqual([])
    expect(await listDue()).toHaveLength(1)
  })

  it('queues the alert about a service key for the channels of one of its bots', async () => {
    await insertBot(open, 'other')
    await addChannel('orders', ['orders'])
    await addChannel('other', ['other'])
    const serviceKey = { id: 'key', name: 'Shop', botIds: ['orders'] }
    await report(reportedOf('quota/key', { alert: { ...alertOf('orders'), bot: null, serviceKey } }))
    expect(await listDue()).toMatchObject([{ channelId: 'orders' }])
  })

  it('finds the alert about the hold among others', async () => {
    await addChannel('one')
    const hold = { ...alertOf('orders'), type: 'messages-held', bot: null, cause: 'restored_from_backup' } as const
    await report(reportedOf('unknown/orders'), '2 delivery')
    await report(reportedOf('sending', { alert: hold }), '1 hold')
    // Of the same time, so in order of their IDs.
    expect((await listDue()).map(({ id }) => id)).toEqual(['1 hold', '2 delivery'])
    expect((await listDue({ onlyHold: true })).map(({ id }) => id)).toEqual(['1 hold'])
  })

  it('does nothing for a deleted bot, and forgets what was reported about it', async () => {
    await addChannel('one')
    const absent = alertOf('absent')
    await report(reportedOf('unknown/absent', { alert: absent }))
    await conditions().report('unknown/absent', null, absent, () => 'over', 5)
    expect(await conditions().list()).toEqual([])
    expect(await listDue()).toEqual([])
    await report(reportedOf('unknown/orders'))
    const events = { keyRevoked: () => auditEventOf(), personChanged: () => auditEventOf() }
    await open.storage.bots.delete('orders', { deleted: auditEventOf({ botId: 'orders' }), ...events })
    expect(await conditions().list()).toEqual([])
    expect(await listDue()).toEqual([])
  })
})
