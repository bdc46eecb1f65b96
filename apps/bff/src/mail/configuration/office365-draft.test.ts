import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { example } from '@office365-email/microsoft-emulator'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCommand } from '../../testing/run-program.ts'
import { contoso as values } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'
import { runsOnPostgres } from '../../testing/test-database.ts'

const secret = 'abc8Q~draft-canary.in_the-wrong.field-90'
const path = '/bots/orders/office365/draft'

let server: TestServer
let admin: TestClient

beforeEach(async () => {
  server = await startTestServer()
  admin = await server.signIn()
  await admin.put('/bots/orders', { name: 'Orders' })
})
afterEach(() => server.close())

const keep = (draft: object) => admin.put(path, { values: {}, doneSteps: [], ...draft })
const read = async () => (await admin.get(path)).body
const empty = { values: {}, doneSteps: [], savedAt: null }

/** Every byte of the file and its log, or every row. */
const stored = async () =>
  runsOnPostgres
    ? JSON.stringify(await server.sql('select * from office365_drafts'))
    : readdirSync(server.folder)
        .filter((name) => name.startsWith('test.db'))
        .map((name) => readFileSync(join(server.folder, name), 'latin1'))
        .join('')

const writeDirectly = (changes: object, doneSteps: string[]) =>
  server.sql(
    'insert into office365_drafts (bot_id, "values", done_steps, saved_at) values (?, ?, ?, ?)',
    ...['orders', JSON.stringify(changes), JSON.stringify(doneSteps), '2026-05-03T00:00:00.000Z'],
  )

it('keeps the entered values for another browser', async () => {
  const draft = {
    values: {
      userEmail: ' Bot@Contoso.com',
      clientId: `{${example.clientId.toUpperCase()}}`,
      tenantId: 'Contoso.example',
      userId: '',
      secretExpiresOn: '2027-05-03',
      cloud: 'china',
    },
    doneSteps: ['entra', 'have-clientSecret'],
  }
  const kept = {
    values: {
      userEmail: 'Bot@contoso.com',
      clientId: example.clientId,
      tenantId: 'contoso.example',
      userId: '',
      secretExpiresOn: '2027-05-03',
      cloud: 'china',
    },
    doneSteps: ['entra', 'have-clientSecret'],
    savedAt: expect.any(String),
  }
  expect((await keep(draft)).body).toEqual(kept)
  const elsewhere = await server.signIn()
  expect((await elsewhere.get(path)).body).toEqual(kept)
  expect((await admin.delete(path)).status).toBe(204)
  expect(await read()).toEqual(empty)
})

it('drops values that do not look like their field, such as a secret in the wrong one', async () => {
  const fields = ['userEmail', 'clientId', 'tenantId', 'userId', 'secretExpiresOn']
  const answer = await keep({
    values: Object.fromEntries(fields.map((field) => [field, secret])),
    doneSteps: [secret, 'restrict'],
  })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({ values: {}, doneSteps: ['restrict'] })
  expect(await read()).toMatchObject({ values: {}, doneSteps: ['restrict'] })
  expect(await stored()).not.toContain('draft-canary')
})

it('accepts no secret', async () => {
  expect(problemOf(await keep({ values: { clientSecret: secret } }))).toMatchObject({ status: 422 })
})

it.skipIf(runsOnPostgres)(
  'shows no such value that an earlier version kept, and the next start removes it from the database',
  async () => {
    await writeDirectly({ tenantId: secret, clientId: example.clientId }, [secret, 'entra'])
    expect(await stored()).toContain('draft-canary')
    const kept = { values: { clientId: example.clientId }, doneSteps: ['entra'] }
    expect(await read()).toMatchObject(kept)

    const environment = server.environment
    const backups = join(server.folder, 'backups')
    expect(await runCommand(['backup', '--to', backups], environment)).toMatchObject({ exitCode: 0 })
    expect(await stored()).not.toContain('draft-canary')
    for (const name of readdirSync(backups))
      expect(readFileSync(join(backups, name), 'latin1')).not.toContain('draft-canary')
    expect(await read()).toMatchObject(kept)
  },
)

it('is deleted by Submit and by removal', async () => {
  const draft = { values: { userEmail: 'other@contoso.example' }, doneSteps: ['entra'] }
  await keep(draft)
  expect((await admin.put('/bots/orders/office365', { ...values, clientSecret: 'wr0ng~secret' })).status).toBe(422)
  expect(await read()).toMatchObject(draft)
  expect((await admin.put('/bots/orders/office365', values)).status).toBe(200)
  expect(await read()).toEqual(empty)

  await admin.post('/bots/orders/office365/reset')
  await keep(draft)
  expect((await admin.delete('/bots/orders/office365')).status).toBe(204)
  expect(await read()).toEqual(empty)
})
