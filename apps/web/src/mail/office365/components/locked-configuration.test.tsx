import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { certificateView, lockedView } from '../../../ground/testing/example-view.ts'
import { renderPage } from '../../../ground/testing/render-page.tsx'
import { LockedConfiguration } from './locked-configuration.tsx'

const clientSecret = { ...lockedView.clientSecret, savedAt: null, expiresOn: null, state: 'not-set' } as const

it('shows the values of a federated credential, and no secret that the bot never had', async () => {
  const federation = { issuer: 'https://mail.example', subject: 'bot:1', audience: 'api://AzureADTokenExchange' }
  const credential = { kind: 'federated', state: 'set', expiresOn: null, federation } as const
  renderPage(<LockedConfiguration view={{ ...lockedView, clientSecret, credential }} primary={false} />)
  for (const value of Object.values(federation)) expect(await screen.findByText(value)).toBeVisible()
  expect(screen.queryByLabelText('Client Secret Key')).toBeNull()
  expect(screen.queryByText(/was lost/)).toBeNull()
})

it('shows which certificate signs in, until when, and who made it', async () => {
  renderPage(<LockedConfiguration view={certificateView} primary={false} />)
  expect(await screen.findByText(certificateView.credential.thumbprint ?? '')).toBeVisible()
  expect(screen.getByText('3 May 2027')).toBeVisible()
  expect(screen.getByText(/^This server/)).toBeVisible()
  expect(screen.queryByLabelText('Client Secret Key')).toBeNull()
})

it('says that a secret was lost if it cannot be opened', () => {
  const credential = { kind: 'client-secret', state: 'not-set', expiresOn: null } as const
  renderPage(<LockedConfiguration view={{ ...lockedView, clientSecret, credential }} primary={false} />)
  expect(screen.getByText(/The saved secret was lost/)).toBeVisible()
})
