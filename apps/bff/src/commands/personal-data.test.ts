import { afterEach, beforeEach, expect, it } from 'vitest'
import { runCommand } from '../testing/run-program.ts'
import { mail, type SendingServer, startSendingServer } from '../testing/start-sending-server.ts'

let server: SendingServer
beforeEach(async () => {
  server = await startSendingServer()
})
afterEach(() => server.close())

const run = (argumentList: string[], input = '') =>
  runCommand(['personal-data', ...argumentList], server.environment, { input })

it('counts, deletes only with --yes, and says what is left', { timeout: 60_000 }, async () => {
  const bot = await server.addBot()
  await bot.service.post(bot.messages, mail({ to: ['jane@victim.example'] }))
  await bot.service.post(bot.messages, mail({ to: ['jane@victim.example'] }), { prefer: 'respond-async' })
  const counted = await run(['count'], 'Jane@victim.example\n')
  expect(counted).toMatchObject({ exitCode: 0, output: expect.stringContaining('messages\t1\n') })
  expect(counted.output).toContain('waiting\t1\n')
  expect(await run(['delete'], 'jane@victim.example\n')).toMatchObject({
    exitCode: 64,
    output: expect.stringContaining('--yes'),
  })
  expect(await run(['delete', '--yes'], 'no address')).toMatchObject({ exitCode: 64 })
  const deleted = await run(['delete', '--yes'], 'jane@victim.example\n')
  expect(deleted.output).toMatch(/^messages\t0\n(.*\n)*waiting\t1\n(.*\n)*Backups and exports/)
  const { auditEvents } = (await server.admin.get('/audit-events?action=personal-data')).body
  expect(auditEvents).toMatchObject([{ actor: { kind: 'operator' }, details: { place: 'messages', count: 1 } }])
  expect(JSON.stringify([counted.output, deleted.output, auditEvents])).not.toContain('victim.example')
})
