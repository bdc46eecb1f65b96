import { parseArgs } from 'node:util'
import { example, startMicrosoftEmulator } from './start-microsoft-emulator.ts'

const { values } = parseArgs({
  options: { port: { type: 'string' }, 'control-port': { type: 'string' }, 'certificate-folder': { type: 'string' } },
})

const emulator = await startMicrosoftEmulator({
  port: Number(values.port ?? 8443),
  controlPort: Number(values['control-port'] ?? 0),
  ...(values['certificate-folder'] ? { certificateFolder: values['certificate-folder'] } : {}),
})

process.stdout.write(`Microsoft emulator
  login and Graph   ${emulator.url}
  CA certificate    ${emulator.caFile}
  control and inbox ${emulator.controlUrl}

  MICROSOFT_LOGIN_URL=${emulator.url} MICROSOFT_GRAPH_URL=${emulator.url} NODE_EXTRA_CA_CERTS=${emulator.caFile}

  User Email        ${example.userEmail}
  Client ID         ${example.clientId}
  Tenant ID         ${example.tenantId}
  Client Secret     ${example.secret}
  User ID           ${example.userId}
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void emulator.close().then(() => process.exit(0))
  })
}
