import type { CredentialKind } from '@office365-email/shared/credential'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { lockedView } from '../../../ground/testing/example-view.ts'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { readFacts } from '../setup.ts'
import { RenewSecret } from './renew-secret.tsx'

const renderRenewal = (credentialKind: CredentialKind) =>
  renderMailPage(
    <>
      <h2>Renewal</h2>
      <RenewSecret facts={readFacts({ id: 'orders', name: 'Orders' }, { ...lockedView, credentialKind })} />
    </>,
  )

it.each([
  ['client-secret', /Create one with a script/],
  ['certificate', /How is the certificate renewed/],
] as const)('explains how to renew the credential of the kind %s', async (kind, summary) => {
  renderRenewal(kind)
  expect(await screen.findByText(summary)).toBeVisible()
})

it('says for a certificate that the server switches automatically', async () => {
  renderRenewal('certificate')
  expect(await screen.findByText(/the server switches to it automatically/)).toBeInTheDocument()
  expect(screen.queryByText(/client secret/)).not.toBeInTheDocument()
})

it('shows nothing for a federated credential, which does not end', async () => {
  renderRenewal('federated')
  expect((await screen.findByRole('heading', { name: 'Renewal' })).nextElementSibling).toBeNull()
})
