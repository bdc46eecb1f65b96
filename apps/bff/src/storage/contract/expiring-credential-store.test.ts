import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf, configurationOf, unconfiguredOf } from './examples.ts'
import { insertBot } from './insert-rows.ts'

const days = { from: '2026-01-01', to: '2026-12-31' }

describe.each(engineNames)('the store of expiring credentials on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  async function configure(botId: string, secretExpiresOn: string | null) {
    await insertBot(open, botId)
    const configuration = configurationOf({ botId, secretExpiresOn })
    await open.storage.configurations.save(configuration, unconfiguredOf({ botId }), auditEventOf())
  }
  const list = (scope: 'all' | string[], limit = 9) => open.storage.expiringCredentials.listExpiring(scope, days, limit)

  it('lists what expires within the time, in order, and counts it by month', async () => {
    await configure('later', '2026-03-02')
    await configure('first', '2026-01-01')
    await configure('last', '2026-12-31')
    await configure('same-month', '2026-03-01')
    await configure('expired', '2025-12-31')
    await configure('next-year', '2027-01-01')
    await configure('without-date', null)
    await configure('removed', '2026-05-01')
    await open.storage.configurations.remove('removed', auditEventOf())
    expect(await list('all')).toEqual({
      months: [
        { month: '2026-01', credentials: 1 },
        { month: '2026-03', credentials: 2 },
        { month: '2026-12', credentials: 1 },
      ],
      credentials: [
        { bot: { id: 'first', name: 'first' }, expiresOn: '2026-01-01' },
        { bot: { id: 'same-month', name: 'same-month' }, expiresOn: '2026-03-01' },
        { bot: { id: 'later', name: 'later' }, expiresOn: '2026-03-02' },
        { bot: { id: 'last', name: 'last' }, expiresOn: '2026-12-31' },
      ],
    })
    const some = await list(['later', 'expired', 'missing'])
    expect(some.credentials.map(({ bot }) => bot.id)).toEqual(['later'])
    expect(some.months).toEqual([{ month: '2026-03', credentials: 1 }])
    expect(await list([])).toEqual({ months: [], credentials: [] })
  })

  it('lists only the first ones, and counts all', async () => {
    for (const id of ['c', 'a', 'b']) await configure(id, '2026-04-04')
    const { months, credentials } = await list('all', 2)
    expect(credentials.map(({ bot }) => bot.id)).toEqual(['a', 'b'])
    expect(months).toEqual([{ month: '2026-04', credentials: 3 }])
  })
})
