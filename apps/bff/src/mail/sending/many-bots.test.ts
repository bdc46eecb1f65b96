import { example, exampleSeed, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { expect, it } from 'vitest'
import { mail, startSendingServer } from '../../testing/start-sending-server.ts'

it('accepts a thousand messages at the same time for many mailboxes, and sends all of them', async () => {
  const seed = exampleSeed()
  const [first] = seed.mailboxes
  if (!first) throw new Error('the example has a mailbox')
  const count = process.env['TEST_LONG'] ? 250 : 10
  const idOf = (index: number) => `c0470505-0000-4000-8000-0000001${String(index).padStart(5, '0')}`
  for (let index = 0; index < count; index += 1) {
    const address = `many-${index}@${example.domain}`
    seed.mailboxes.push({ ...first, userId: idOf(index), userPrincipalName: address, primarySmtpAddress: address })
  }
  const emulator = await startMicrosoftEmulator({ seed, sendMailTimeMs: 5 })
  const server = await startSendingServer({ emulator })
  const bots = []
  for (let index = 0; index < count; index += 1)
    bots.push(await server.addBot({ userId: idOf(index), userEmail: `many-${index}@${example.domain}` }))
  const each = 1_000 / count
  const answers = await Promise.all(
    bots.flatMap(({ service, messages }) => Array.from({ length: each }, () => service.post(messages, mail()))),
  )
  expect(answers.filter(({ status }) => status !== 202)).toEqual([])
  expect(emulator.sentMail()).toHaveLength(1_000)
  await server.close()
  await emulator.close()
}, 120_000)
