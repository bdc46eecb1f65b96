import { example } from '@office365-email/microsoft-emulator'
import { admin, type Product, startProduct } from './product/start-product.ts'

const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const app = {
  userEmail: example.userEmail,
  userId: example.userId,
  tenantId: example.tenantId,
  clientId: example.clientId,
}

async function addBots({ admin: client, emulator }: Product): Promise<void> {
  const test = (botId: string) => client.require('POST', `/bots/${botId}/test-messages`, { to: admin.email })
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

const describe = ({ url, emulator }: Product): string => `
  Office 365 email is running, with a Microsoft of its own on this machine.

  Open         ${url}
  Sign in      ${admin.email}
  Password     ${admin.password}

  "New bot" is not set up. Type these values:
    User Email           ${example.userEmail}
    Client ID            ${example.clientId}
    Tenant ID            ${example.tenantId}
    Client Secret Key    ${example.secret}
    User ID              ${example.userId}

  Sent mail    ${emulator.controlUrl}/inbox
  Break things ${emulator.controlUrl}

  Everything is thrown away when you stop it with Ctrl-C.
`

const product = await startProduct({ port: Number(process.env['PORT'] ?? 3000) })
await addBots(product)
process.stdout.write(`${describe(product)}\n`)

const stop = async () => {
  await product.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
