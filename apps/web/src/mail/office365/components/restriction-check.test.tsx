import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { lockedView } from '../../../ground/testing/example-view.ts'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { RestrictionCheck } from './restriction-check.tsx'

it('asks for a mailbox before it asks Microsoft', async () => {
  renderMailPage(<RestrictionCheck view={lockedView} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Check the restriction' }))
  const other = screen.getByLabelText('Another mailbox')
  expect(other).toHaveFocus()
  expect(other).toHaveAccessibleDescription(/Enter the Object ID/)
})

it('shows the last result, and says what the check relies on', async () => {
  const restriction = { outcome: 'limited', by: 'exchange-scope', at: '2026-05-03T09:00:00Z' } as const
  renderMailPage(<RestrictionCheck view={{ ...lockedView, restriction }} />)
  expect(await screen.findByText(/does not include the other mailbox/)).toBeVisible()
  expect(screen.getByText(/Nothing can be sent/)).toBeVisible()
  expect(screen.getByText(/Microsoft does not document this order/)).toBeVisible()
})
