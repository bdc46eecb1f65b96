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

it('says by what the app is limited, and when that was found', async () => {
  show({ outcome: 'limited', by: 'access-policy', at })
  expect(await screen.findByText(/can send from bot@contoso.com, and not from the other mailbox/)).toBeVisible()
  expect(screen.getByText(/application access policy/)).toBeVisible()
  expect(screen.getByText('3 May 2026', { exact: false })).toBeVisible()
  expect(screen.queryByRole('link')).not.toBeInTheDocument()
})

it('leads from an unlimited app to the way of limiting it', async () => {
  show({ outcome: 'unlimited', at })
  expect(await screen.findByText('The app can send from the other mailbox too')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Limit it' })).toBeVisible()
})

it('never calls limited what is not known, and says why it is not', async () => {
  show({ outcome: 'unknown', at, diagnosis: expiredSecretDiagnosis })
  expect(await screen.findByText('It is not known whether the app is limited')).toBeVisible()
  expect(screen.getByText(expiredSecretDiagnosis.title)).toBeVisible()
  expect(screen.queryByText(/not from the other mailbox/)).not.toBeInTheDocument()
})
