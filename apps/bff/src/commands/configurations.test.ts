import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommand } from '../testing/run-program.ts'
import { contoso, until } from '../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import type { TestClient } from '../testing/test-client.ts'

describe('the commands for configurations', { timeout: 120_000 }, () => {
  let server: TestServer
  let owner: TestClient
  let folder: string
  beforeEach(async () => {
    server = await startTestServer()
    owner = await server.signIn()
    folder = mkdtempSync(join(tmpdir(), 'office365-email-configurations-'))
    await owner.put('/bots/orders', { name: 'Orders' })
    await owner.put('/bots/orders/office365', contoso)
    await owner.put('/bots/reports', { name: 'Reports' })
  })
  afterEach(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  const run = (argumentList: string[], environment: object = {}, input = '') =>
    runCommand(['configurations', ...argumentList], { ...server.environment, ...environment }, { input })
  const write = (content: unknown): string => {
    const file = join(folder, 'file.json')
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return file
  }

  it('exports what the API exports, or only some bots', async () => {
    const all = await run(['export'])
    expect(all).toMatchObject({ exitCode: 0, output: (await owner.get('/configurations/export')).text })
    expect(all.output).not.toContain(contoso.clientSecret)
    const { bots } = JSON.parse((await run(['export', '--bot', 'reports'])).output)
    expect(bots).toEqual([{ id: 'reports', name: 'Reports', office365: null }])
    expect(await run(['export', '--bot', 'none'])).toMatchObject({ exitCode: 64, output: 'There is no bot none.\n' })
  })

  it('compares with exit code 0 or 2, and changes nothing without --apply', async () => {
    const exported = (await run(['export'])).output
    expect(await run(['import', '-'], {}, exported)).toMatchObject({ exitCode: 0, output: '2 left\n' })
    const document = JSON.parse(exported)
    document.bots[0].office365.userEmail = 'new@contoso.example'
    document.bots[1] = { id: 'fresh', name: 'Fresh' }
    const file = write(document)
    const expected = [
      'changed\torders\twaits for Submit',
      `\tuserEmail: "${contoso.userEmail}" -> "new@contoso.example"`,
      'created\tfresh',
      '\tname: - -> "Fresh"',
      'not in the file\treports',
      '1 created, 1 changed',
      '',
    ].join('\n')
    expect(await run(['import', file])).toMatchObject({ exitCode: 2, output: expected })
    expect((await owner.get('/bots/fresh')).status).toBe(404)
    expect(await run(['import', file, '--apply'])).toMatchObject({ exitCode: 0, output: expected })
    // With PostgreSQL, a running server sees what a command changed within a second.
    const readFresh = () => owner.get('/bots/fresh')
    expect((await until(readFresh, ({ status }) => status === 200)).body.name).toBe('Fresh')
    expect(await run(['import', file])).toMatchObject({
      exitCode: 0,
      output: 'left\torders\twaits for Submit\nnot in the file\treports\n2 left\n',
    })
    const events = (await owner.get('/audit-events?action=configurations')).body.auditEvents
    expect(events.map(({ actor }: { actor: { kind: string } }) => actor.kind)).toEqual(['operator'])
  })

  it('says what is wrong with a file, or with a bot in it', async () => {
    expect(await run(['import', write('{')])).toMatchObject({ exitCode: 65, output: expect.stringMatching(/not JSON/) })
    expect(await run(['import', write({ format: 'x', version: 1, bots: [] })])).toMatchObject({
      exitCode: 65,
      output: expect.stringContaining('/format: '),
    })
    expect(await run(['import', join(folder, 'none')])).toMatchObject({ exitCode: 74 })
    const bot = { id: 'new-bot', name: 'New', office365: { userEmail: 'x' } }
    const wrong = write({ format: 'office365-email-configurations', version: 1, bots: [bot] })
    for (const flags of [[], ['--apply']])
      expect(await run(['import', wrong, ...flags])).toMatchObject({
        exitCode: 2,
        output: expect.stringMatching(/^not-valid\tnew-bot\n\t\/bots\/0\/office365\/userEmail: Enter the address/),
      })
  })
})
