import type { Check } from '@office365-email/shared/office365-configuration'
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { expiredSecretDiagnosis } from '../../../ground/testing/example-diagnosis.ts'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { TestResult } from './test-result.tsx'

const checks: Check[] = [
  { name: 'tenant', outcome: 'passed', summary: 'The tenant exists.' },
  { name: 'secret', outcome: 'failed', summary: 'The secret has expired.' },
  { name: 'mailbox', outcome: 'skipped', summary: 'Not asked.' },
]

it('shows the checks in order, each with its outcome in words', async () => {
  renderMailPage(<TestResult recipient="ada@contoso.com" result={{ id: 'm1', outcome: 'failed', checks }} />)
  const rows = within(await screen.findByRole('list', { name: 'What was checked' })).getAllByRole('listitem')
  expect(rows.map((row) => row.textContent)).toEqual([
    'TenantPassed: The tenant exists.',
    'Client secretFailed: The secret has expired.',
    'MailboxSkipped: Not asked.',
  ])
})

it('says what acceptance does not prove', async () => {
  renderMailPage(<TestResult recipient="ada@contoso.com" result={{ id: 'm1', outcome: 'accepted', checks: [] }} />)
  expect(await screen.findByText('Microsoft accepted the message. Check the inbox to confirm delivery.')).toBeVisible()
  expect(screen.getByText(/^Not proven/)).toBeVisible()
})

it('shows the next steps of a failure, and says who has to act', async () => {
  renderMailPage(
    <TestResult
      recipient="ada@contoso.com"
      result={{ id: 'm1', outcome: 'failed', checks, diagnosis: expiredSecretDiagnosis }}
    />,
  )
  expect(await screen.findByText(/Microsoft did not accept the message/)).toBeVisible()
  expect(screen.getByText('The client secret has expired')).toBeVisible()
  expect(screen.getByText(/Your Microsoft 365 IT admin has to do this/)).toBeVisible()
  expect(screen.getByText('Copy its Value.')).toBeVisible()
  expect(screen.getByText('AADSTS7000222')).toBeInTheDocument()
})
