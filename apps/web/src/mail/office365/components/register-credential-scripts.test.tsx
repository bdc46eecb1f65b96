import type { CredentialView } from '@office365-email/shared/credential'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { lockedView } from '../../../ground/testing/example-view.ts'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { RegisterCredentialScripts } from './register-credential-scripts.tsx'

const current = 'A'.repeat(40)
const next = 'B'.repeat(40)
const certificate: CredentialView = {
  kind: 'certificate',
  state: 'set',
  origin: 'made',
  expiresOn: '2027-01-01',
  thumbprint: current,
}
const pem = '-----BEGIN CERTIFICATE-----\nMIIDExampleOnly==\n-----END CERTIFICATE-----\n'

const renderScripts = (credential: CredentialView, certificatePem: string | null = null) =>
  renderMailPage(
    <>
      <h2>Register it</h2>
      <RegisterCredentialScripts
        credential={credential}
        certificatePem={certificatePem}
        clientId={lockedView.clientId ?? ''}
        tenantId={lockedView.tenantId ?? ''}
        cloud="global"
        botId="orders"
        botName="Orders"
      />
    </>,
  )

it('uploads the certificate that is given, also if the next one is ready', async () => {
  renderScripts({ ...certificate, next: { state: 'waiting', expiresOn: '2028-01-01', thumbprint: next } }, pem)
  const script = await screen.findByRole('region', { name: /Upload the certificate with Azure CLI/ })
  expect(script).toHaveTextContent(`THUMBPRINT='${current}'`)
  expect(script).toHaveTextContent(`CLIENT_ID='${lockedView.clientId}'`)
  expect(script).toHaveTextContent("CERTIFICATE_END='2027-01-02'")
})

it('adds the three values of a federated credential', async () => {
  const federation = { issuer: 'https://dashboard.example', subject: 'bot:1', audience: 'api://AzureADTokenExchange' }
  renderScripts({ kind: 'federated', state: 'waiting', expiresOn: null, federation })
  const script = await screen.findByRole('region', { name: /Add the federated credential with Azure CLI/ })
  for (const value of Object.values(federation)) expect(script).toHaveTextContent(`'${value}'`)
})

it.each([
  ['a client secret', { kind: 'client-secret', state: 'set', expiresOn: null }],
  ['a certificate that is not here yet', certificate],
] as const)('shows nothing for %s', async (_, credential) => {
  renderScripts(credential)
  expect(await screen.findByRole('heading', { name: 'Register it' })).toBeVisible()
  expect(screen.queryByRole('tablist')).not.toBeInTheDocument()
})
