import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf, idOf } from './examples.ts'
import { insertBot, insertRow } from './insert-rows.ts'

const empty = { values: {}, doneSteps: [], savedAt: null }

describe.each(engineNames)('the draft store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await insertBot(open, 'orders')
  })
  afterEach(() => open.close())

  it('keeps the newest draft of a bot, until it is deleted', async () => {
    const { drafts } = open.storage
    expect(await drafts.read('orders')).toEqual(empty)
    await drafts.save('orders', { values: { cloud: 'china' }, doneSteps: [], savedAt: at })
    const newest = { values: { clientId: idOf(1), userId: '' }, doneSteps: ['entra'], savedAt: at }
    await drafts.save('orders', newest)
    expect(await drafts.read('orders')).toEqual(newest)
    await drafts.delete('orders')
    expect(await drafts.read('orders')).toEqual(empty)
  })

  it('shows nothing that may be a secret in the wrong field', async () => {
    await insertRow(open, 'office365_drafts', {
      bot_id: 'orders',
      '"values"': JSON.stringify({ tenantId: 'abc8Q~secret', cloud: 'global' }),
      done_steps: '["abc8Q~secret","entra"]',
      saved_at: at,
    })
    expect(await open.storage.drafts.read('orders')).toEqual({
      values: { cloud: 'global' },
      doneSteps: ['entra'],
      savedAt: at,
    })
  })

  it('lists the drafts of some bots or of all', async () => {
    const { drafts } = open.storage
    await insertBot(open, 'invoices')
    const draft = { values: { clientId: idOf(1) }, doneSteps: ['entra'], savedAt: at }
    for (const botId of ['orders', 'invoices']) await drafts.save(botId, draft)
    const byId = (found: { botId: string }[]) => found.sort((one, other) => one.botId.localeCompare(other.botId))
    expect(byId(await drafts.list('all'))).toEqual([
      { botId: 'invoices', ...draft },
      { botId: 'orders', ...draft },
    ])
    expect(await drafts.list(['orders', 'none'])).toEqual([{ botId: 'orders', ...draft }])
    expect(await drafts.list([])).toEqual([])
  })

  it('writes the event with the draft, or neither', async () => {
    const { drafts, audit } = open.storage
    const draft = { values: {}, doneSteps: ['entra'], savedAt: at }
    const event = auditEventOf({ action: 'office365.imported' })
    await drafts.save('orders', draft, event)
    expect((await audit.list({ reach: 'everything', limit: 10 })).map(({ event: { id } }) => id)).toEqual([event.id])
    // The ID of the event is taken.
    await expect(drafts.save('orders', { ...draft, doneSteps: [] }, event)).rejects.toThrow(/audit_events/)
    expect(await drafts.read('orders')).toEqual(draft)
  })

  it('deletes a draft with its bot', async () => {
    await open.storage.drafts.save('orders', { values: {}, doneSteps: ['entra'], savedAt: at })
    await open.sql(`delete from bots where id = 'orders'`)
    expect(await open.storage.drafts.read('orders')).toEqual(empty)
  })

  it('keeps one of two drafts that are saved at the same time', async () => {
    const { drafts } = open.storage
    for (let round = 0; round < 20; round += 1) {
      const saved = ['global', 'china'] as const
      await Promise.all(saved.map((cloud) => drafts.save('orders', { values: { cloud }, doneSteps: [], savedAt: at })))
      expect(saved).toContain((await drafts.read('orders')).values.cloud)
      await drafts.delete('orders')
    }
  })
})
