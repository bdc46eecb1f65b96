import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type HostKey,
  hostEnvironment,
  makeHostKey,
  signHostToken,
  startTestHost,
  type TestHost,
} from '../../testing/start-host.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf } from '../../testing/test-client.ts'

let host: TestHost
let key: HostKey
let server: TestServer

beforeAll(async () => {
  key = await makeHostKey('first')
  host = await startTestHost([key])
  server = await startTestServer({
    environment: {
      ...hostEnvironment(host.url),
      HOST_SIGN_IN_URL: '/login?to={next}',
      LOCAL_SIGN_IN: 'off',
      ADMIN_EMAIL: '',
      ADMIN_PASSWORD: '',
    },
  })
})
afterAll(async () => {
  await server.close()
  await host.close()
})

describe('without the local sign-in', () => {
  it('no password and no set-up link signs anyone in', async () => {
    const client = server.anonymous()
    expect(server.setUpToken).toBe(null)
    const credentials = { email: 'ada@example.com', password: 'secret-word' }
    expect(problemOf(await client.post('/session', credentials))).toMatchObject({ status: 403, slug: 'forbidden' })
    const setUp = { token: 'x'.repeat(43), email: 'ada@example.com', password: 'secret-word-12' }
    expect(problemOf(await client.post('/set-up', setUp))).toMatchObject({ status: 403, slug: 'forbidden' })
    expect(await server.sql('select * from people')).toEqual([])
    expect(await server.sql('select * from set_up_links')).toEqual([])
    expect((await client.get('/sign-in-methods')).body).toEqual({
      password: false,
      identityProvider: false,
      hostSignInUrl: '/login?to={next}',
    })
  })

  it('the host still signs people in', async () => {
    const headers = { 'x-host-token': await signHostToken(key, { role: 'owner' }) }
    expect((await server.anonymous().request('GET', '/people', { headers })).status).toBe(200)
  })

  it('a session from before counts only for a person whom the identity provider knows', async () => {
    const earlier = await startTestServer({ emulator: server.emulator })
    const client = await earlier.signIn()
    await earlier.signIn()
    const place = { ...earlier.environment, ADMIN_EMAIL: '', ADMIN_PASSWORD: '', LOCAL_SIGN_IN: 'off' }
    const { createApp } = await import('../../app.ts')
    const { parseConfig } = await import('../../config/config.ts')
    const provider = {
      OIDC_ISSUER: 'https://login.example.com',
      OIDC_CLIENT_ID: 'mail',
      OIDC_CLIENT_SECRET: 'secret-word',
    }
    const config = parseConfig({ PORT: '0', ...place, ...provider })
    const { dependencies } = earlier
    const app = createApp({ ...dependencies, config })
    const { listen } = await import('../../ground/http/listen.ts')
    const { server: http, port } = await listen(app, { host: '127.0.0.1', port: 0 })
    const cookie = (
      await client.post('/session', { email: 'ada@example.com', password: 'correct-horse-battery' })
    ).headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const ask = async () =>
      (await fetch(`http://localhost:${port}/api/v1/session`, { headers: { cookie, host: 'localhost' } })).status
    expect(await ask()).toBe(401)
    await earlier.sql("update people set provider_issuer = 'https://login.example.com', provider_subject = 'ada'")
    expect(await ask()).toBe(200)
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
    await earlier.close()
  })
})
