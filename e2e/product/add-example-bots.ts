import { example } from '@office365-email/microsoft-emulator'
import { admin, type Product } from './start-product.ts'

const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const app = {
  userEmail: example.userEmail,
  userId: example.userId,
  tenantId: example.tenantId,
  clientId: example.clientId,
}

/** Adds three typical bots: never set up, working, and with an expired client secret. */
export async function addExampleBots({ admin: client, emulator }: Product): Promise<void> {
  const test = (botId: string) => client.succeed('POST', `/bots/${botId}/test-messages`, { to: admin.email })
  await client.addBot('new-bot', 'New bot')
  await client.addBot('working-bot', 'Working bot')
  await client.addBot('expired-bot', 'Expired bot')

  await client.configure('working-bot', { ...app, clientSecret: example.secret, secretExpiresOn: daysFromNow(180) })
  await test('working-bot')

  const { keyId, value } = emulator.control.addSecret({ clientId: app.clientId })
  await client.configure('expired-bot', { ...app, clientSecret: value, secretExpiresOn: daysFromNow(-1) })
  await test('expired-bot')
  emulator.control.expireSecret({ clientId: app.clientId, keyId })
  await test('expired-bot')
}
