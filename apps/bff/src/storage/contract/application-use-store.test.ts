import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { engineNames, engines, type TestStorage } from './engines.ts'
import { at, auditEventOf, configurationOf, idOf, intakeLinkOf, submissionOf, unconfiguredOf } from './examples.ts'
import { insertBot } from './insert-rows.ts'

const clientId = idOf(9)
const mailbox = (name: string) => ({ userEmail: `${name}@contoso.example`, userId: idOf(1) })

describe.each(engineNames)('the application use store on %s', (engine) => {
  let open: TestStorage
  beforeEach(async () => {
    open = await engines[engine]()
  })
  afterEach(() => open.close())

  async function saveConfiguration(botId: string, changes: Parameters<typeof configurationOf>[0]) {
    await insertBot(open, botId)
    await open.storage.configurations.save(
      configurationOf({ botId, ...changes }),
      unconfiguredOf({ botId }),
      auditEventOf(),
    )
  }

  async function submitLink(botId: string, changes: Parameters<typeof submissionOf>[0]) {
    const { intakeLinks } = open.storage
    await insertBot(open, botId)
    const link = intakeLinkOf({ id: `link-of-${botId}`, botId })
    await intakeLinks.create(link, `token of ${botId}`, auditEventOf())
    const sealed = { sealedSecret: 'sealed', sealedWith: 'k1' }
    const step = { to: 'submitted', submitted: submissionOf(changes), ...sealed } as const
    await intakeLinks.take(link.id, ['open'], step, auditEventOf())
  }

  async function saveDraft(botId: string, values: { clientId?: string; userEmail?: string }) {
    await insertBot(open, botId)
    await open.storage.drafts.save(botId, { values, doneSteps: [], savedAt: at })
  }

  const listOthers = (now = at) =>
    open.storage.applicationUses.listOthers({ botId: 'own', clientId, now: new Date(now) })

  it('finds other bots that use the app: saved, waiting for approval, or in a draft', async () => {
    await saveConfiguration('own', { clientId })
    await saveConfiguration('saved', { clientId, ...mailbox('saved') })
    await saveConfiguration('with-other-app', {})
    await submitLink('submitted', { clientId, ...mailbox('submitted') })
    await submitLink('submitted-other-app', {})
    await saveDraft('typed', { clientId: `{${clientId.toUpperCase()}}`, userEmail: 'typed@contoso.example' })
    await saveDraft('typed-other-app', { clientId: idOf(8) })
    await saveDraft('typed-nothing', {})
    expect(await listOthers()).toEqual([
      mailbox('saved'),
      mailbox('submitted'),
      { userEmail: 'typed@contoso.example', userId: null },
    ])
    // No one can approve it anymore.
    expect(await listOthers('2026-01-08T00:00:00.000Z')).toHaveLength(2)
  })

  it('finds a bot that sends with another app until Entra accepts the credential for this one', async () => {
    await saveConfiguration('waiting', { state: 'unlocked' })
    const { configurations } = open.storage
    const saved = configurationOf({ botId: 'waiting', state: 'unlocked' })
    const { tenantId, cloud, savedAt: madeAt, savedBy: madeBy } = saved
    const values = { ...mailbox('waiting'), clientId, tenantId, cloud }
    const waiting = { credential: { kind: 'federated' }, expiresOn: null, values, madeAt, madeBy } as const
    await configurations.saveWaiting(saved, waiting, auditEventOf())
    await saveConfiguration('saved', { clientId, ...mailbox('saved') })
    const listBots = (changes: object = {}) =>
      open.storage.applicationUses.listBots({ tenantId, cloud, clientId, ...changes })
    expect(await listOthers()).toEqual([mailbox('saved'), mailbox('waiting')])
    expect(await listBots()).toEqual(['saved', 'waiting'])
    expect(await listBots({ tenantId: idOf(8) })).toEqual([])
    await configurations.setState('waiting', 'locked', auditEventOf())
    expect(await listOthers()).toEqual([mailbox('saved')])
    expect(await listBots()).toEqual(['saved'])
  })

  it('misses no bot that is saved at this moment', async () => {
    await insertBot(open, 'busy')
    const { configurations, drafts } = open.storage
    const typed = { values: { clientId }, doneSteps: [], savedAt: at }
    for (let version = 0; version < 40; version += 2) {
      await drafts.save('busy', typed)
      const next = configurationOf({ botId: 'busy', clientId, version: version + 1 })
      const [, ...seen] = await Promise.all([
        configurations.save(next, unconfiguredOf({ botId: 'busy', version }), auditEventOf()),
        ...Array.from({ length: 3 }, () => listOthers()),
      ])
      for (const uses of seen) expect(uses).toHaveLength(1)
      await configurations.remove('busy', auditEventOf())
    }
  })
})
