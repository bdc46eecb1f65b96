import { example } from '@office365-email/microsoft-emulator'
import { addExampleBots } from './product/add-example-bots.ts'
import buildHostPages from './product/build-host-pages.ts'
import { accounts, type HostDashboard, startHostDashboard } from './product/start-host-dashboard.ts'
import { admin, type Product, startProduct } from './product/start-product.ts'

const port = Number(process.env['PORT'] ?? 3000)

const values = `
    User Email           ${example.userEmail}
    Client ID            ${example.clientId}
    Tenant ID            ${example.tenantId}
    Client Secret Key    ${example.secret}
    User ID              ${example.userId}
`

const describeEmulator = ({ emulator }: Pick<Product, 'emulator'>): string => `
  Sent mail    ${emulator.controlUrl}/inbox
  Break things ${emulator.controlUrl}

  All data is deleted when you stop it with Ctrl-C.
`

const describeProduct = (product: Product): string => `
  Office 365 email is running, with its own stand-in for Microsoft on this machine.

  Open         ${product.url}
  Sign in      ${admin.email}
  Password     ${admin.password}

  "New bot" is not set up. Enter these values:${values}${describeEmulator(product)}`

const describeDashboard = (dashboard: HostDashboard): string => `
  Contoso CRM is running: a dashboard with Office 365 email inside, and a stand-in for Microsoft on this machine.

  Open         ${dashboard.url}
  Sign in as   ${accounts.grace.name} (owner) or ${accounts.alan.name} (admin of one bot), without a password

  Choose a bot, then "Office 365 setup" in a frame or in code. Enter these values:${values}${describeEmulator(dashboard)}`

async function start(): Promise<{ close(): Promise<void> }> {
  if (process.argv.includes('--host')) {
    const deletePages = await buildHostPages()
    const dashboard = await startHostDashboard(port)
    process.stdout.write(`${describeDashboard(dashboard)}\n`)
    return { close: () => dashboard.close().then(deletePages) }
  }
  const product = await startProduct({ port })
  await addExampleBots(product)
  process.stdout.write(`${describeProduct(product)}\n`)
  return product
}

const running = await start()
const stop = async () => {
  await running.close()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
