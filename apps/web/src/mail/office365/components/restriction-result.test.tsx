import { screen } from '@testing-library/react'
import type { ComponentProps } from 'react'
import { expect, it } from 'vitest'
import { expiredSecretDiagnosis } from '../../../ground/testing/example-diagnosis.ts'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { RestrictionResult } from './restriction-result.tsx'

const at = '2026-05-03T09:00:00Z'
const show = (finding: ComponentProps<typeof RestrictionResult>['finding']) =>
  renderMailPage(
    <RestrictionResult finding={finding} mailbox="bot@contoso.com" limitLink={<a href="/limit">Limit it</a>} />,
  )

it('says what limits the app, and when that was checked', async () => {
  show({ outcome: 'limited', by: 'access-policy', at })
  expect(await screen.findByText(/can send from bot@contoso.com, but not from the other mailbox/)).toBeVisible()
  expect(screen.getByText(/application access policy/)).toBeVisible()
  expect(screen.getByText('3 May 2026', { exact: false })).toBeVisible()
  expect(screen.queryByRole('link')).not.toBeInTheDocument()
})

it('links from an unlimited app to the instructions that limit it', async () => {
  show({ outcome: 'unlimited', at })
  expect(await screen.findByText('The app can send from the other mailbox too')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Limit it' })).toBeVisible()
})

it('never calls an unknown result limited, and says why it is unknown', async () => {
  show({ outcome: 'unknown', at, diagnosis: expiredSecretDiagnosis })
  expect(await screen.findByText('It is not known whether the app is limited')).toBeVisible()
  expect(screen.getByText(expiredSecretDiagnosis.title)).toBeVisible()
  expect(screen.queryByText(/not from the other mailbox/)).not.toBeInTheDocument()
})
