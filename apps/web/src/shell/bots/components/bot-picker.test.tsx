import type { Bot } from '@office365-email/shared/bot'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { renderPage } from '../../../ground/testing/render-page.tsx'
import { BotPicker } from './bot-picker.tsx'

const bots = Array.from(
  { length: 60 },
  (_, index): Bot => ({
    id: `bot-${index}`,
    name: `Number ${index}`,
    office365: { state: 'unconfigured', health: 'untested', userEmail: null, secretExpiresOn: null },
  }),
)

async function renderPicker() {
  const onPick = vi.fn<(id: string) => void>()
  renderPage(<BotPicker bots={bots} botId="bot-2" onPick={onPick} />)
  return { onPick, field: await screen.findByLabelText('Bot') }
}

it('shows the current bot, and opens with it selected', async () => {
  const { field } = await renderPicker()
  expect(field).toHaveValue('Number 2')
  expect(field).toHaveAttribute('aria-expanded', 'false')
  await userEvent.click(field)
  expect(field).toHaveAttribute('aria-expanded', 'true')
  expect(screen.getByRole('option', { selected: true })).toHaveTextContent('Number 2')
  expect(field).toHaveAttribute('aria-activedescendant', screen.getByRole('option', { selected: true }).id)
  expect(screen.getAllByRole('option')).toHaveLength(50)
  expect(screen.getByText('10 more. Type to narrow them down.')).toBeVisible()
})

it('works by keyboard: typing narrows the list, the arrow keys move, Enter picks', async () => {
  const { field, onPick } = await renderPicker()
  await userEvent.click(field)
  await userEvent.keyboard('number 5{ArrowDown}{Enter}')
  expect(onPick).toHaveBeenCalledExactlyOnceWith('bot-50')
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
})

it('closes without a choice on Escape and when the field loses focus', async () => {
  const { field, onPick } = await renderPicker()
  await userEvent.click(field)
  await userEvent.keyboard('xyz')
  expect(screen.getByRole('status')).toHaveTextContent('No bot has this name')
  await userEvent.keyboard('{Escape}')
  expect(field).toHaveValue('Number 2')
  await userEvent.keyboard('{ArrowDown}')
  expect(screen.getByRole('listbox')).toBeInTheDocument()
  await userEvent.tab()
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
  expect(onPick).not.toHaveBeenCalled()
})
