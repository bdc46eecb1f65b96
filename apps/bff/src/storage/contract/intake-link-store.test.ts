import { maxIntakeTries } from '@office365-email/shared/intake-link'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { IntakeLinkStep } from '../../mail/intake-links/intake-link-store.ts'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { auditEventOf, configurationOf, idOf, intakeLinkOf, submissionOf, unconfiguredOf } from './examples.ts'
import { insertBot } from './insert-rows.ts'

const submitted = {
  to: 'submitted',
  submitted: submissionOf(),
  prepared: null,
  sealedSecret: 'sealed',
  sealedWith: 'k1',
} as const
const certificate = { kind: 'certificate', certificate: 'PEM', origin: 'made', validMonths: 12 } as const
const federated = { kind: 'federated', generation: 'g', version: 2 } as const

describe.each(engineNames)('the intake link store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
    await insertBot(open, 'orders')
    await insertBot(open, 'other')
  })
  afterEach(() => open.close())

  const create = (changes: Parameters<typeof intakeLinkOf>[0] = {}, token = 'token') =>
    open.storage.intakeLinks.create(intakeLinkOf(changes), token, auditEventOf({ action: 'intake-link.created' }))
  const submit = (id = idOf(1), step: IntakeLinkStep = submitted) =>
    open.storage.intakeLinks.take(id, ['open'], step, auditEventOf({ action: 'intake-link.submitted' }))
  const read = (token = 'token') => open.storage.intakeLinks.readByToken(token)
  const countEvents = async () => (await open.storage.audit.list({ reach: 'everything', limit: 200 })).length

  it('lists the links of a bot, newest first, and finds one by its token', async () => {
    await create()
    await create({ id: idOf(2) }, 'second')
    await create({ id: idOf(3), botId: 'other' }, 'third')
    const { intakeLinks } = open.storage
    expect(await intakeLinks.list('orders')).toEqual([intakeLinkOf({ id: idOf(2) }), intakeLinkOf()])
    expect(await read('third')).toEqual(intakeLinkOf({ id: idOf(3), botId: 'other' }))
    expect(await read('none')).toBeNull()
    expect(await countEvents()).toBe(3)
  })

  it('keeps what was submitted, and deletes the secret when it is approved', async () => {
    await create()
    expect(await submit()).toBe(true)
    const waiting = intakeLinkOf({ state: 'submitted', submitted: submissionOf(), sealedSecret: 'sealed' })
    expect(await read()).toEqual(waiting)
    const { intakeLinks } = open.storage
    expect(await intakeLinks.take(idOf(1), ['submitted'], { to: 'approved' }, auditEventOf())).toBe(true)
    expect(await read()).toEqual({ ...waiting, state: 'approved', sealedSecret: null })
    expect(await open.sql('select sealed_with from intake_links')).toEqual([{ sealed_with: null }])
    expect(await submit()).toBe(false)
    expect(await submit('none')).toBe(false)
    expect(await countEvents()).toBe(3)
  })

  it('keeps what was made for the values, while more checks are recorded', async () => {
    await create({ credentialKind: 'certificate' })
    await create({ id: idOf(2), credentialKind: 'federated' }, 'second')
    await submit(idOf(1), { ...submitted, prepared: certificate })
    await submit(idOf(2), { ...submitted, prepared: federated, sealedSecret: null, sealedWith: null })
    const { intakeLinks } = open.storage
    const checks = [{ name: 'secret', outcome: 'passed', summary: 'Accepted.' } as const]
    const checked = { to: 'submitted', submitted: submissionOf({ checks }) } as const
    const check = () => intakeLinks.take(idOf(1), ['submitted'], checked, auditEventOf())
    expect(await check()).toBe(true)
    const waiting = intakeLinkOf({
      credentialKind: 'certificate',
      state: 'submitted',
      submitted: submissionOf({ checks }),
      prepared: certificate,
      sealedSecret: 'sealed',
    })
    expect(await read()).toEqual(waiting)
    expect(await open.sql('select sealed_with from intake_links order by id')).toEqual([
      { sealed_with: 'k1' },
      { sealed_with: null },
    ])
    expect(await read('second')).toMatchObject({ prepared: federated, sealedSecret: null })

    await intakeLinks.take(idOf(1), ['open', 'submitted'], { to: 'revoked' }, auditEventOf())
    const events = await countEvents()
    expect(await check()).toBe(false)
    expect(await read()).toEqual({ ...waiting, state: 'revoked', sealedSecret: null })
    expect(await countEvents()).toBe(events)
  })

  it('is taken once, however many try at the same time', async () => {
    for (let round = 1; round <= 30; round += 1) {
      await create({ id: idOf(round) }, `token ${round}`)
      const taken = await Promise.all([
        submit(idOf(round)),
        submit(idOf(round)),
        submit(idOf(round), { to: 'revoked' }),
      ])
      expect(taken.filter(Boolean)).toHaveLength(1)
    }
    expect(await countEvents()).toBe(60)
  })

  it('is approved when its values are saved, or revoked, if both happen at the same time', async () => {
    const { configurations, intakeLinks } = open.storage
    for (let round = 1; round <= 30; round += 1) {
      await insertBot(open, `bot-${round}`)
      const botId = `bot-${round}`
      await create({ id: idOf(round), botId }, `token ${round}`)
      await submit(idOf(round))
      const link = { id: idOf(round), event: auditEventOf({ action: 'intake-link.approved' }) }
      const save = configurations.save(configurationOf({ botId }), unconfiguredOf({ botId }), auditEventOf(), { link })
      const [outcome, isRevoked] = await Promise.all([
        save,
        intakeLinks.take(link.id, ['open', 'submitted'], { to: 'revoked' }, auditEventOf()),
      ])
      expect(outcome).toBe(isRevoked ? 'link-ended' : 'saved')
      const { state } = await configurations.read(botId)
      expect([state, (await read(`token ${round}`))?.state]).toEqual(
        isRevoked ? ['unconfigured', 'revoked'] : ['locked', 'approved'],
      )
    }
  })

  it('lets no values be saved or wait after it ended, and stays as it is if they are refused', async () => {
    const { configurations } = open.storage
    await create()
    await create({ id: idOf(2) }, 'second')
    await submit()
    await submit(idOf(2), { to: 'revoked' })
    const approving = (id: string) => ({ id, event: auditEventOf({ action: 'intake-link.approved' }) })
    const saved = configurationOf({ state: 'unlocked' })
    const save = (id: string, madeFrom = unconfiguredOf()) =>
      configurations.save(saved, madeFrom, auditEventOf(), { link: approving(id) })
    const before = await countEvents()
    expect(await save(idOf(1), unconfiguredOf({ version: 7 }))).toBe('changed')
    expect(await save(idOf(2))).toBe('link-ended')
    expect((await read())?.state).toBe('submitted')
    expect(await countEvents()).toBe(before)
    await configurations.save(saved, unconfiguredOf(), auditEventOf())
    const waiting = {
      credential: { kind: 'federated' },
      expiresOn: null,
      values: null,
      madeAt: saved.savedAt,
      madeBy: saved.savedBy,
    } as const
    const setAside = (id: string) => configurations.saveWaiting(saved, waiting, auditEventOf(), { link: approving(id) })
    expect(await setAside(idOf(2))).toBe('link-ended')
    expect(await configurations.read('orders')).toEqual(saved)
    expect(await setAside(idOf(1))).toBe('saved')
    expect(await read()).toMatchObject({ state: 'approved', sealedSecret: null })
  })

  it('counts no more tries than the limit, and takes them back', async () => {
    const { intakeLinks } = open.storage
    await create()
    for (let round = 0; round < 10; round += 1) {
      const counted = await Promise.all(
        Array.from({ length: maxIntakeTries + 5 }, () => intakeLinks.countTry(idOf(1), 1)),
      )
      expect(counted.filter(Boolean)).toHaveLength(maxIntakeTries)
      expect(await read()).toMatchObject({ tries: maxIntakeTries })
      expect(await intakeLinks.countTry(idOf(1), 1)).toBe(false)
      for (let tries = 0; tries < maxIntakeTries; tries += 1) expect(await intakeLinks.countTry(idOf(1), -1)).toBe(true)
      expect(await read()).toMatchObject({ tries: 0 })
    }
    await submit()
    expect(await intakeLinks.countTry(idOf(1), 1)).toBe(false)
    expect(await intakeLinks.countTry('none', 1)).toBe(false)
  })

  it('forgets secrets that were submitted before a time', async () => {
    const days = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => `${day}T00:00:00.000Z`)
    for (const [index, at] of days.entries()) {
      await create({ id: idOf(index + 1) }, at)
      await submit(idOf(index + 1), { ...submitted, submitted: { ...submissionOf(), at } })
    }
    await open.storage.intakeLinks.forgetSecrets('2026-01-02T00:00:00.000Z')
    const left = (await open.storage.intakeLinks.list('orders')).map(({ sealedSecret }) => sealedSecret)
    expect(left).toEqual(['sealed', 'sealed', null])
    expect((await read(days[0]))?.submitted).toEqual(submissionOf())
  })
})
