import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'

const password = 'four-words-in-a-row'

let server: TestServer
let owner: TestClient
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signIn()
  await owner.put('/bots/orders', { name: 'Orders' })
  await owner.put('/bots/invoices', { name: 'Invoices' })
})
afterAll(() => server.close())

async function addPerson(values: object = {}) {
  count += 1
  const email = `person-${count}@example.com`
  const answer = await owner.post('/people', { email, role: 'admin', botIds: ['orders'], password, ...values })
  expect(answer.status).toBe(201)
  return { ...answer.body, client: await server.signIn({ email, password }) } as { id: string; client: TestClient }
}

describe('people', () => {
  it('are added, listed, changed and removed by an owner', async () => {
    const made = await owner.post('/people', {
      email: 'Grace@Example.com',
      role: 'admin',
      botIds: ['orders'],
      password,
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ email: 'grace@example.com', name: 'Grace', role: 'admin', botIds: ['orders'] })
    expect(Object.keys(made.body)).toEqual(['id', 'email', 'name', 'role', 'botIds', 'createdAt'])

    const changed = await owner.request('PATCH', `/people/${made.body.id}`, { body: { name: 'Grace Hopper' } })
    expect(changed.body).toEqual({ ...made.body, name: 'Grace Hopper' })
    expect((await owner.get('/people')).body.people).toContainEqual(changed.body)

    expect((await owner.delete(`/people/${made.body.id}`)).status).toBe(204)
    expect((await owner.get('/people')).body.people).not.toContainEqual(changed.body)
    expect((await owner.delete(`/people/${made.body.id}`)).status).toBe(404)
  })

  it('have access only to the named bots, from the next request on', async () => {
    const { id, client } = await addPerson()
    expect((await client.get('/bots')).body.bots.map((bot: { id: string }) => bot.id)).toEqual(['orders'])
    await owner.request('PATCH', `/people/${id}`, { body: { botIds: ['invoices'] } })
    expect((await client.get('/bots/orders')).status).toBe(404)
    expect((await client.get('/bots/invoices')).status).toBe(200)
  })

  it.each([
    ['are removed', (id: string) => owner.delete(`/people/${id}`)],
    ['get another role', (id: string) => owner.request('PATCH', `/people/${id}`, { body: { role: 'admin' } })],
    [
      'get another password',
      (id: string) => owner.request('PATCH', `/people/${id}`, { body: { password: 'another-long-one' } }),
    ],
  ])('are signed out immediately when they %s', async (_name, change) => {
    const { id, client } = await addPerson({ role: 'owner', botIds: undefined })
    expect((await client.get('/session')).status).toBe(200)
    expect((await change(id)).status).toBeLessThan(300)
    expect((await client.get('/session')).status).toBe(401)
  })

  it('keep values that a request does not name, even if another request changes them at the same time', async () => {
    const { id } = await addPerson()
    const patch = (body: object) => owner.request('PATCH', `/people/${id}`, { body })
    const [, , named] = await Promise.all([
      patch({ password: 'another-long-one' }),
      patch({ botIds: ['invoices'] }),
      patch({ name: 'Grace' }),
    ])
    expect(named.status).toBe(200)
    const { people } = (await owner.get('/people')).body
    expect(people.find((person: { id: string }) => person.id === id)).toMatchObject({
      botIds: ['invoices'],
      name: 'Grace',
    })
  })

  it('are not signed in with a password that is replaced while it is checked', async () => {
    const { id } = await addPerson()
    const { email } = (await owner.get('/people')).body.people.find((person: { id: string }) => person.id === id)
    for (let round = 0; round < 5; round += 1) {
      const [old, next] = [round === 0 ? password : `password-number-${round}`, `password-number-${round + 1}`]
      const client = server.anonymous()
      const [, changed] = await Promise.all([
        client.post('/session', { email, password: old }),
        owner.request('PATCH', `/people/${id}`, { body: { password: next } }),
      ])
      expect(changed.status).toBe(200)
      expect((await client.get('/session')).status).toBe(401)
    }
  })

  it('always include an owner', async () => {
    for (const { id, email } of (await owner.get('/people')).body.people)
      if (email !== 'ada@example.com') await owner.delete(`/people/${id}`)
    const { user } = (await owner.get('/session')).body
    const problem = { status: 409, slug: 'not-possible-now', pointers: [] }
    expect(problemOf(await owner.request('PATCH', `/people/${user.id}`, { body: { role: 'admin' } }))).toEqual(problem)
    expect(problemOf(await owner.delete(`/people/${user.id}`))).toEqual(problem)
  })

  it('who stop being owners have access only to the named bots', async () => {
    const { id } = await addPerson({ role: 'owner', botIds: undefined })
    const demoted = await owner.request('PATCH', `/people/${id}`, { body: { role: 'admin' } })
    expect(demoted.body).toMatchObject({ role: 'admin', botIds: [] })
  })

  it.each([
    ['a taken address', { email: 'ada@example.com' }, ['/email']],
    ['a bot that is not there', { botIds: ['orders', 'nowhere'] }, ['/botIds/1']],
    ['a short password', { password: 'short' }, ['/password']],
    ['an unknown role', { role: 'root' }, ['/role']],
    ['a member that nobody may choose', { id: 'chosen' }, ['']],
  ])('are not added with %s', async (_name, change, pointers) => {
    const values = { email: 'new@example.com', role: 'admin', botIds: [], password }
    const answer = await owner.post('/people', { ...values, ...change })
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers })
  })

  it('can be managed only by an owner', async () => {
    const { client } = await addPerson()
    expect(problemOf(await client.get('/people'))).toMatchObject({ status: 403, slug: 'forbidden' })
  })
})

describe('sessions', () => {
  it('are listed and ended by the person they belong to', async () => {
    const { client } = await addPerson()
    const { user } = (await client.get('/session')).body
    const other = await server.signIn({ email: user.email, password })
    const { sessions } = (await client.get('/sessions')).body
    expect(sessions.map(({ isCurrent }: { isCurrent: boolean }) => isCurrent).sort()).toEqual([false, true])
    expect(sessions[0]).toMatchObject({ ip: expect.any(String), signedInAt: expect.any(String) })

    const another = sessions.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
    expect((await client.delete(`/sessions/${another.id}`)).status).toBe(204)
    expect((await other.get('/session')).status).toBe(401)
    expect((await client.get('/session')).status).toBe(200)
    expect((await owner.delete(`/sessions/${sessions[0].id}`)).status).toBe(404)
  })
})
