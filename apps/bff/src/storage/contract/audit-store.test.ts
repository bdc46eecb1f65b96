import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf } from './examples.ts'

describe.each(engineNames)('the audit store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  it('lists events as they were written, newest first, page by page', async () => {
    const { audit } = open.storage
    const events = [1, 2, 3].map((number) => auditEventOf({ details: { number, nested: { b: 1, a: [null, 'ü'] } } }))
    for (const event of events) await audit.append(event)
    const [third, second] = await audit.list({ reach: 'everything', limit: 2 })
    expect([third?.event, second?.event]).toEqual([events[2], events[1]])
    const rest = await audit.list({ reach: 'everything', before: second?.sequence, limit: 2 })
    expect(rest.map(({ event }) => event)).toEqual([events[0]])
  })

  it('finds a whole action, and every action about a subject', async () => {
    const { audit } = open.storage
    for (const action of ['bot.created', 'bot.renamed', 'person.created'] as const)
      await audit.append(auditEventOf({ action }))
    const list = async (action: string) =>
      (await audit.list({ reach: 'everything', action, limit: 9 })).map(({ event }) => event.action)
    expect(await list('bot.created')).toEqual(['bot.created'])
    expect(await list('bot')).toEqual(['bot.renamed', 'bot.created'])
  })

  it('shows the history of a bot only since the last deletion of a bot with its ID', async () => {
    const { audit } = open.storage
    await audit.append(auditEventOf({ botId: 'orders', action: 'bot.created' }))
    await audit.append(auditEventOf({ botId: 'orders', action: 'bot.deleted' }))
    await audit.append(auditEventOf({ botId: 'orders', action: 'bot.renamed' }))
    await audit.append(auditEventOf({ botId: 'other', action: 'bot.created' }))
    const list = async (reach: 'everything' | 'all' | string[]) =>
      (await audit.list({ reach, limit: 9 })).map(({ event }) => `${event.botId} ${event.action}`)
    expect(await list('everything')).toHaveLength(4)
    expect(await list('all')).toEqual(['other bot.created', 'orders bot.renamed'])
    expect(await list(['orders'])).toEqual(['orders bot.renamed'])
    expect(await list([])).toEqual([])
  })

  it('deletes only what is older than the retention, and more than one batch of it', async () => {
    const { audit } = open.storage
    for (let count = 0; count < 205; count += 1) await audit.append(auditEventOf({ at: '2026-01-01T00:00:00.000Z' }))
    const kept = auditEventOf({ at: '2026-02-01T00:00:00.000Z' })
    await audit.append(kept)
    expect(await audit.deleteOlderThan('2026-02-01T00:00:00.000Z')).toBe(205)
    expect((await audit.list({ reach: 'everything', limit: 9 })).map(({ event }) => event)).toEqual([kept])
  })
})
