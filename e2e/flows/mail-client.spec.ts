import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as MailClientModule from '@office365-email/client'
import { buildClient } from '../../packages/client/build.ts'
import { expect, test } from '../fixtures.ts'

test('a page sends with the built client, and a lost response does not send the message twice', async ({
  adminPage: page,
  bot,
  product,
}, { outputDir }) => {
  await bot.configure()
  const serviceKey = await product.runAdminCommand(
    ...['service-keys', 'create', '--name', 'page', '--bot', bot.id],
    ...['--scope', 'messages:send', '--scope', 'messages:read'],
  )
  await buildClient(outputDir)
  const body = await readFile(join(outputDir, 'client.js'))
  // The content security policy of the pages allows scripts of their own origin.
  await page.route('/client.js', (route) => route.fulfill({ contentType: 'text/javascript', body }))
  let tries = 0
  await page.route(`/api/v1/bots/${bot.id}/messages`, async (route) => {
    tries += 1
    const response = await route.fetch()
    if (tries === 1) await route.abort()
    else await route.fulfill({ response })
  })
  await page.goto('/bots')

  const { outcome, states } = await page.evaluate(
    async ({ path, botId, key }) => {
      const { createMailClient }: typeof MailClientModule = await import(path)
      const client = createMailClient({ baseUrl: '/', serviceKey: key })
      const result = await client.sendMessage(botId, { to: 'grace@example.com', subject: 'Order 3', text: 'Thank you' })
      const { messages } = await client.listMessages(botId, { limit: 10 })
      return { outcome: result.outcome, states: messages.map(({ state }) => state) }
    },
    { path: '/client.js', botId: bot.id, key: serviceKey },
  )
  expect(outcome).toBe('accepted')
  expect(states).toEqual(['accepted'])
  expect(tries).toBe(2)
  expect(product.emulator.sentMail({ subject: 'Order 3' })).toHaveLength(1)
})
