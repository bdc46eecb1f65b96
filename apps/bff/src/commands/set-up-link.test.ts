import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../testing/run-program.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

describe('a new set-up link', { timeout: 60_000 }, () => {
  let server: TestServer
  beforeEach(async () => {
    server = await startTestServer({ environment: { ADMIN_EMAIL: '', ADMIN_PASSWORD: '' } })
  })
  afterEach(() => server.close())

  const make = (environment: object = {}) =>
    runCommand(['set-up-link'], { ...server.environment, PUBLIC_URL: 'https://mail.example.com', ...environment })
  const redeem = (token: string | undefined) =>
    server.anonymous().post('/set-up', { token, email: 'ada@example.com', password: 'a long enough password' })

  it('replaces the one of the start, while the server runs', async () => {
    const { exitCode, output } = await make()
    expect(exitCode).toBe(0)
    const [, token] = /\nhttps:\/\/mail\.example\.com\/set-up#([\w-]{43})\n$/.exec(output) ?? []
    expect((await redeem(server.setUpToken ?? '')).status).toBe(404)
    expect((await redeem(token)).status).toBe(200)
  })

  it('is refused once someone can sign in', async () => {
    expect((await redeem(server.setUpToken ?? '')).status).toBe(200)
    expect(await make()).toMatchObject({
      exitCode: 64,
      output: expect.stringMatching(
        /^Someone can already sign in, so no link was made\. .*people set-password EMAIL\n$/,
      ),
    })
  })

  it('needs the address of the server', async () => {
    const { exitCode, output } = await runCommand(['set-up-link'], { ...server.environment, PORT: '0' })
    expect({ exitCode, output }).toMatchObject({ exitCode: 64, output: expect.stringContaining('Set PUBLIC_URL.') })
    expect((await redeem(server.setUpToken ?? '')).status).toBe(200)
  })
})
