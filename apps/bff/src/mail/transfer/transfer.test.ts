import { writeConfigurationFile } from '@office365-email/shared/configuration-file'
import type { ImportChange, ImportedResult } from '@office365-email/shared/configuration-import'
import { nationalCloudNames } from '@office365-email/shared/national-cloud'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hostEnvironment, makeHostKey, signHostToken, startTestHost } from '../../testing/start-host.ts'
import { contoso } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

const idOf = (digit: number) => `3f2504e0-4f89-41d3-9a0c-0305e82c330${digit}`
const { clientSecret: _, ...saved } = contoso
const orders = { ...saved, cloud: 'global', secretExpiresOn: '2027-05-03' }
const others = {
  userEmail: 'other@contoso.example',
  clientId: idOf(1),
  tenantId: idOf(2),
  userId: idOf(3),
  cloud: 'china',
  secretExpiresOn: null,
}
const fileOf = (...bots: unknown[]) => ({ format: 'office365-email-configurations', version: 1, bots })

let server: TestServer
let owner: TestClient
const opened: { close(): Promise<void> }[] = []

async function start(options: Parameters<typeof startTestServer>[0] = {}) {
  const started = await startTestServer(options)
  opened.push(started)
  return started
}

beforeEach(async () => {
  server = await start()
  owner = await server.signIn()
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

const plan = async (file: object, client = owner) => (await client.post('/configurations/plan', file)).body
const apply = (file: object, digest: string, client = owner) => client.post('/configurations/import', { digest, file })
async function importFile(file: object, client = owner) {
  const { digest } = await plan(file, client)
  const answer = await apply(file, digest, client)
  expect(answer.status).toBe(200)
  return answer.body
}
const exportFrom = async (client = owner) => (await client.get('/configurations/export')).body
const outcomesOf = ({ bots }: { bots: ImportedResult[] }) =>
  bots.map(({ id, outcome, waitsFor }) => [id, outcome, waitsFor].filter(Boolean).join(' '))
const changesOf = ({ bots }: { bots: ImportedResult[] }) =>
  bots.flatMap(({ changes }) => changes.map(({ member, from, to }: ImportChange) => [member, from, to]))
const draftOf = async (botId: string) => (await owner.get(`/bots/${botId}/office365/draft`)).body.values
const listActions = async () =>
  (await owner.get('/audit-events?limit=200')).body.auditEvents.map(({ action }: { action: string }) => action)

async function addOrders(client = owner) {
  await client.put('/bots/orders', { name: 'Orders' })
  const submitted = await client.put('/bots/orders/office365', { ...contoso, secretExpiresOn: '2027-05-03' })
  expect(submitted.status).toBe(200)
}

describe('an export', () => {
  it('has the bots in order of ID with their values, and no secret, in a form that Git can compare', async () => {
    await addOrders()
    await owner.put('/bots/zebra', { name: 'A first name' })
    await owner.put('/bots/half', { name: 'Half entered' })
    await owner.put('/bots/half/office365/draft', { values: { clientId: idOf(1) }, doneSteps: [] })
    const answer = await owner.get('/configurations/export')
    expect(answer.body).toEqual(
      fileOf(
        { id: 'half', name: 'Half entered', office365: null },
        { id: 'orders', name: 'Orders', office365: orders },
        { id: 'zebra', name: 'A first name', office365: null },
      ),
    )
    expect(answer.text).toBe(writeConfigurationFile(answer.body))
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="office365-email-configurations.json"')
    expect(answer.text).not.toContain(contoso.clientSecret)
  })

  it('has only the bots of the caller', async () => {
    await addOrders()
    await owner.put('/bots/reports', { name: 'Reports' })
    const key = { name: 'k', botIds: ['reports'], scopes: ['configuration:read'] }
    const service = createTestClient(server.url, '', (await owner.post('/service-keys', key)).body.key)
    expect(await exportFrom(service)).toEqual(fileOf({ id: 'reports', name: 'Reports', office365: null }))
  })

  it('has the values that mail is sent with, whatever waits to be submitted', async () => {
    await addOrders()
    await importFile(fileOf({ id: 'orders', name: 'Orders', office365: others }))
    expect(await exportFrom()).toEqual(fileOf({ id: 'orders', name: 'Orders', office365: orders }))
  })
})

describe('an import', () => {
  it('creates, renames and fills in as planned, once', async () => {
    await addOrders()
    await owner.put('/bots/reports', { name: 'Reports' })
    await owner.put('/bots/here', { name: 'Only here' })
    const file = fileOf(
      { id: 'orders', name: 'New name', office365: orders },
      { id: 'reports', name: 'Reports', office365: others },
      { id: 'fresh', name: 'Fresh', office365: { ...others, credential: { kind: 'client-secret' } } },
      { id: 'plain', name: 'Plain' },
    )
    const planned = await plan(file)
    expect(outcomesOf(planned)).toEqual([
      'orders renamed',
      'reports configured client-secret',
      'fresh created client-secret',
      'plain created',
    ])
    expect(planned.counts).toMatchObject({ created: 2, configured: 1, renamed: 1, changed: 0, left: 0 })
    expect(planned.notInFile).toEqual([{ id: 'here', name: 'Only here' }])
    expect(planned.bots[0].changes).toEqual([{ member: 'name', from: 'Orders', to: 'New name' }])
    expect((await owner.get('/bots/fresh')).status).toBe(404)

    const { body } = await apply(file, planned.digest)
    expect(outcomesOf(body)).toEqual(outcomesOf(planned))
    expect((await owner.get('/bots/orders')).body.name).toBe('New name')
    const { secretExpiresOn: __, ...entered } = others
    expect(await draftOf('fresh')).toEqual({ ...entered, secretExpiresOn: '' })
    expect(await listActions()).toEqual(
      expect.arrayContaining(['configurations.imported', 'office365.imported', 'bot.created', 'bot.renamed']),
    )
    const [event] = (await owner.get('/audit-events?action=configurations')).body.auditEvents
    expect(event.details).toMatchObject({ counts: { created: 2 }, created: ['fresh', 'plain'], renamed: ['orders'] })

    const again = await plan(file)
    expect(outcomesOf(again)).toEqual([
      'orders left',
      'reports left client-secret',
      'fresh left client-secret',
      'plain left',
    ])
    const events = await listActions()
    expect(outcomesOf((await apply(file, again.digest)).body)).toEqual(outcomesOf(again))
    expect(await listActions()).toEqual(events)
  })

  it('leaves a configuration that sends as it is, and lets a person submit the new values with their secret', async () => {
    await addOrders()
    const before = (await owner.get('/bots/orders/office365')).body
    const file = fileOf({ id: 'orders', name: 'Orders', office365: { ...orders, userEmail: 'new@contoso.example' } })
    const planned = await plan(file)
    expect(outcomesOf(planned)).toEqual(['orders changed submit'])
    expect(changesOf(planned)).toEqual([['userEmail', orders.userEmail, 'new@contoso.example']])
    await apply(file, planned.digest)
    expect((await owner.get('/bots/orders/office365')).body).toEqual(before)
    expect(await draftOf('orders')).toEqual({ userEmail: 'new@contoso.example' })
    expect(outcomesOf(await plan(file))).toEqual(['orders left submit'])
    expect(outcomesOf(await plan(await exportFrom()))).toEqual(['orders left'])
  })

  it('asks for a new secret where the app changes, and takes its date from the file only there', async () => {
    await addOrders()
    const laterSecret = { ...orders, secretExpiresOn: '2029-01-01' }
    expect(outcomesOf(await plan(fileOf({ id: 'orders', name: 'Orders', office365: laterSecret })))).toEqual([
      'orders left',
    ])
    const otherApp = { ...laterSecret, clientId: idOf(1) }
    const result = await importFile(fileOf({ id: 'orders', name: 'Orders', office365: otherApp }))
    expect(outcomesOf(result)).toEqual(['orders changed client-secret'])
    expect(await draftOf('orders')).toEqual({ clientId: idOf(1), secretExpiresOn: '2029-01-01' })
  })

  it('keeps the steps that a person marked as done', async () => {
    await owner.put('/bots/orders', { name: 'Orders' })
    await owner.put('/bots/orders/office365/draft', { values: { clientId: idOf(5) }, doneSteps: ['entra'] })
    const file = fileOf({ id: 'orders', name: 'Orders', office365: others })
    expect(changesOf(await plan(file))).toContainEqual(['clientId', idOf(5), idOf(1)])
    await importFile(file)
    expect((await owner.get('/bots/orders/office365/draft')).body.doneSteps).toEqual(['entra'])
  })

  it('removes nothing where the file has no values', async () => {
    await addOrders()
    expect(outcomesOf(await plan(fileOf({ id: 'orders', name: 'Orders', office365: null })))).toEqual(['orders left'])
  })

  it('is refused, with nothing done, if anything changed after the plan', async () => {
    await owner.put('/bots/orders', { name: 'Orders' })
    const file = fileOf(
      { id: 'fresh', name: 'Fresh', office365: others },
      { id: 'orders', name: 'Orders', office365: others },
    )
    const { digest } = await plan(file)
    await owner.put('/bots/orders/office365/draft', { values: { userEmail: 'typed@contoso.example' }, doneSteps: [] })
    expect(problemOf(await apply(file, digest))).toMatchObject({ status: 412, slug: 'plan-changed' })
    expect((await owner.get('/bots/fresh')).status).toBe(404)
    const now = await plan(file)
    await addOrders()
    expect(problemOf(await apply(file, now.digest))).toMatchObject({ status: 412, slug: 'plan-changed' })
    expect(problemOf(await apply(fileOf(), now.digest))).toMatchObject({ status: 412, slug: 'plan-changed' })
  })

  it('names what is not valid in each bot, and plans the others', async () => {
    const file = fileOf(
      { id: 'Not An ID', name: 'Bad', office365: null },
      { id: 'orders', name: '', office365: { ...others, tenantId: others.clientId } },
      { id: 'orders', name: 'Orders', office365: { ...others, clientSecret: 'aa8Q~never-repeated' } },
      { id: 'fine', name: 'Fine', office365: null },
      { id: 'fine', name: 'Again', office365: null },
      5,
    )
    const answer = await owner.post('/configurations/plan', file)
    const pointers = answer.body.bots.map(({ errors = [] }: ImportedResult) => errors.map(({ pointer }) => pointer))
    expect(pointers).toEqual([
      ['/bots/0/id'],
      expect.arrayContaining(['/bots/1/name']),
      ['/bots/2/office365'],
      [],
      ['/bots/4/id'],
      ['/bots/5'],
    ])
    expect(outcomesOf(answer.body)).toEqual([
      'not-valid',
      'orders not-valid',
      'orders not-valid',
      'fine created',
      'fine not-valid',
      'not-valid',
    ])
    expect(answer.text).not.toContain('never-repeated')
    expect(answer.text).not.toContain('Not An ID')
    expect(outcomesOf((await apply(file, answer.body.digest)).body)).toContain('fine created')
    expect((await owner.get('/bots/orders')).status).toBe(404)
  })

  it.each([
    ['{"format":"office365-email-configurations","version":1,"bots":[],"__proto__":{"version":2}}', 422],
    ['{"format":"office365-email-configurations","version":2,"bots":[]}', 422],
    ['{"format":"another","version":1,"bots":[]}', 422],
    [JSON.stringify(fileOf(...Array.from({ length: 10_001 }, () => 0))), 422],
    [JSON.stringify(fileOf('x'.repeat(6_000_000))), 413],
  ])('refuses the file %.90s', async (text, status) => {
    expect((await owner.post('/configurations/plan', text)).status).toBe(status)
  })

  it('takes no member from the prototype of a bot', async () => {
    const text = (member: string) =>
      `{"format":"office365-email-configurations","version":1,"bots":[{"id":"orders","name":"Orders",${member}}]}`
    const values = JSON.stringify(others)
    for (const member of [
      `"__proto__":{"office365":${values}}`,
      `"office365":${values.replace('{', '{"__proto__":{},')}`,
    ])
      expect(outcomesOf(await owner.post('/configurations/plan', text(member)).then(({ body }) => body))).toEqual([
        'orders not-valid',
      ])
  })

  const manyOf = (count: number) =>
    fileOf(
      ...Array.from({ length: count }, (_one, index) => ({
        id: `bot-${index}`,
        name: `Bot ${index}`,
        office365: { ...others, userEmail: `bot-${index}@contoso.example` },
      })),
    )

  it('plans 10,000 bots', async () => {
    expect((await plan(manyOf(10_000))).counts.created).toBe(10_000)
  })

  it('applies more bots than it does at a time', { timeout: 60_000 }, async () => {
    const file = manyOf(150)
    expect((await importFile(file)).counts).toMatchObject({ created: 150, skipped: 0 })
    expect((await plan(file)).counts.left).toBe(150)
  })
})

describe('the importer', () => {
  const keyFor = async (changes: object) => {
    const key = { name: 'k', botIds: ['orders'], scopes: ['configuration:read', 'configuration:write'], ...changes }
    return createTestClient(server.url, '', (await owner.post('/service-keys', key)).body.key)
  }

  it('learns nothing about bots of others', async () => {
    await addOrders()
    await owner.put('/bots/hidden', { name: 'Hidden' })
    const service = await keyFor({})
    const file = fileOf(
      { id: 'hidden', name: 'Hidden', office365: null },
      { id: 'missing', name: 'Missing', office365: null },
      { id: 'orders', name: 'Renamed', office365: others },
    )
    const planned = await plan(file, service)
    expect(outcomesOf(planned)).toEqual(['hidden not-allowed', 'missing not-allowed', 'orders changed client-secret'])
    expect(planned.bots[0].detail).toBe(planned.bots[1].detail)
    expect(planned.bots[2].changes[0]).toMatchObject({ member: 'name', refusal: expect.stringContaining('bots:write') })
    expect(planned.notInFile).toEqual([])
    await apply(file, planned.digest, service)
    expect((await owner.get('/bots/orders')).body.name).toBe('Orders')
    expect(await draftOf('orders')).toMatchObject({ clientId: others.clientId })
  })

  it('can compare with a key that may only read', async () => {
    await addOrders()
    const reader = await keyFor({ scopes: ['configuration:read'] })
    const file = fileOf({ id: 'orders', name: 'Orders', office365: others })
    const { digest } = await plan(file, reader)
    expect(problemOf(await apply(file, digest, reader))).toMatchObject({ status: 403, slug: 'forbidden' })
  })

  it('creates bots with a key for all bots that may', async () => {
    const creator = await keyFor({ botIds: 'all', scopes: ['configuration:read', 'configuration:write', 'bots:write'] })
    const file = fileOf({ id: 'fresh', name: 'Fresh', office365: others })
    expect(outcomesOf(await importFile(file, creator))).toEqual(['fresh created client-secret'])
  })

  it('creates and renames none where bots come from the host', async () => {
    const key = await makeHostKey('first')
    const host = await startTestHost([key])
    opened.push(host)
    const inside = await start({ environment: { ...hostEnvironment(host.url), BOTS_FROM: 'host' } })
    const claims = {
      role: 'owner',
      bots: [{ id: 'orders', name: 'Orders' }],
      auth_time: Math.floor(Date.now() / 1_000),
    }
    const headers = { 'x-host-token': await signHostToken(key, claims), origin: inside.dependencies.config.publicUrl }
    const post = async (path: string, body: unknown) =>
      (await inside.anonymous().request('POST', path, { body, headers })).body
    const file = fileOf(
      { id: 'fresh', name: 'Fresh', office365: others },
      { id: 'orders', name: 'Renamed', office365: others },
    )
    const planned = await post('/configurations/plan', file)
    expect(outcomesOf(planned)).toEqual(['fresh not-allowed', 'orders configured client-secret'])
    expect(planned.bots[0].detail).toContain('Bots come from the dashboard.')
    const result = await post('/configurations/import', { digest: planned.digest, file })
    expect(outcomesOf(result)).toEqual(outcomesOf(planned))
    const renamed = fileOf({ id: 'orders', name: 'Renamed', office365: null })
    expect(outcomesOf(await post('/configurations/plan', renamed))).toEqual(['orders not-allowed'])
  })
})

it('brings every bot to another place, where the export is the same', { timeout: 120_000 }, async () => {
  const elsewhere = await start()
  const other = await elsewhere.signIn()
  const guid = fc.uuid()
  const values = fc.record({
    userEmail: fc.stringMatching(/^[a-z]{1,20}@[a-z]{1,20}\.example$/),
    ids: fc.uniqueArray(guid, { minLength: 3, maxLength: 3 }),
    cloud: fc.constantFrom(...nationalCloudNames),
    secretExpiresOn: fc.option(fc.constantFrom('2027-05-03', '2028-02-29')),
  })
  const bot = fc.record({
    id: fc.stringMatching(/^[a-z0-9-]{0,56}$/),
    name: fc.stringMatching(/^[!-~äöü日本😀]{1,50}$/u),
    values: fc.option(values),
  })
  const bots = fc.uniqueArray(bot, { maxLength: 6, selector: ({ id }) => id })
  let run = 0
  await fc.assert(
    fc.asyncProperty(bots, async (chosen) => {
      // A bot that an earlier run made would keep its values.
      run += 1
      const file = fileOf(
        ...chosen.map(({ id, name, values: one }) => {
          const [clientId, tenantId, userId] = one?.ids ?? []
          const { userEmail, cloud, secretExpiresOn } = one ?? {}
          return {
            id: `${run}-${id}`,
            name,
            office365: one && { userEmail, clientId, tenantId, userId, cloud, secretExpiresOn },
          }
        }),
      )
      await importFile(file)
      const first = await exportFrom()
      expect(first.bots).toEqual(expect.arrayContaining(file.bots))
      await importFile(first, other)
      expect((await other.get('/configurations/export')).text).toBe((await owner.get('/configurations/export')).text)
      expect((await plan(first, other)).counts.left).toBe(first.bots.length)
    }),
    { numRuns: 15 },
  )
})
