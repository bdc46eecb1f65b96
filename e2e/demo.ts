import { example } from '@office365-email/microsoft-emulator'
import { addExampleBots } from './product/add-example-bots.ts'
import { admin, type Product, startProduct } from './product/start-product.ts'

const describe = ({ url, emulator }: Product): string => `
  Office 365 email is running, with its own stand-in for Microsoft on this machine.

  Open         ${url}
  Sign in      ${admin.email}
  Password     ${admin.password}

  "New bot" is not set up. Enter these values:
    User Email           ${example.userEmail}
    Client ID            ${example.clientId}
    Tenant ID            ${example.tenantId}
    Client Secret Key    ${example.secret}
    User ID              ${example.userId}

  Sent mail    ${emulator.controlUrl}/inbox
  Break things ${emulator.controlUrl}

  All data is deleted when you stop it with Ctrl-C.
`

const product = await startProduct({ port: Number(process.env['PORT'] ?? 3000) })
await addExampleBots(product)
process.stdout.write(`${describe(product)}\n`)

const stop = async () => {
  await product.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
