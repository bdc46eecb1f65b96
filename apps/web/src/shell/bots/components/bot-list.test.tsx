import type { Bot } from '@office365-email/shared/bot'
import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { renderPage } from '../../../ground/testing/render-page.tsx'
import { BotList } from './bot-list.tsx'

const bot = (id: string): Bot => ({
  id,
  name: id,
  office365: { state: 'locked', health: 'working', userEmail: null, secretExpiresOn: null },
})

it('says which bots the host no longer has', () => {
  renderPage(<BotList bots={[bot('orders'), { ...bot('left'), gone: true }]} />)
  const [orders, left] = screen.getAllByRole('listitem')
  expect(orders).not.toHaveTextContent('No longer in the dashboard')
  expect(left).toHaveTextContent('No longer in the dashboard')
})
