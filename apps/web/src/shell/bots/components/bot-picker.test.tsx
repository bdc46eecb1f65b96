import type { Bot } from '@office365-email/shared/bot'
import { botStatuses } from '@office365-email/shared/bot-status'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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

/** The server's answer, page by page. Its cursors count bots. */
function answer(url: string): Response {
  const query = new URL(url, 'http://localhost').searchParams
  const found = bots.filter(({ name }) => name.toLowerCase().includes(query.get('q')?.toLowerCase() ?? ''))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit'))
  const byStatus = Object.fromEntries(botStatuses.map((status) => [status, 0]))
  return Response.json({
    bots: found.slice(from, to),
    nextCursor: to < found.length ? `${to}` : null,
    totals: { bots: bots.length, matching: found.length, byStatus },
  })
}

beforeEach(() => {
  vi.stubGlobal('fetch', async (url: string) => answer(url))
})
afterEach(() => {
  vi.unstubAllGlobals()
})

async function renderPicker() {
  const onPick = vi.fn<(id: string) => void>()
  const onNone = vi.fn<() => void>()
  renderPage(
    <BotPicker
      label="Bot"
      bot={{ id: 'bot-2', name: 'Number 2' }}
      onPick={onPick}
      none={{ name: 'All bots', onPick: onNone }}
    />,
  )
  return { onPick, onNone, field: await screen.findByLabelText('Bot') }
}

it('shows the current bot, and opens with it selected', async () => {
  const { field } = await renderPicker()
  expect(field).toHaveValue('Number 2')
  expect(field).toHaveAttribute('aria-expanded', 'false')
  await userEvent.click(field)
  expect(field).toHaveAttribute('aria-expanded', 'true')
  expect(await screen.findByRole('option', { selected: true })).toHaveTextContent('Number 2')
})

it('finds bots on the server: typing narrows the list, the arrow keys move, Enter picks', async () => {
  const { field, onPick } = await renderPicker()
  await userEvent.click(field)
  await userEvent.keyboard('number 5')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(11))
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(onPick).toHaveBeenCalledExactlyOnceWith('bot-50')
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
})

it('picks the first bot that is found if Enter comes before the answer', async () => {
  const { field, onPick } = await renderPicker()
  await userEvent.click(field)
  await userEvent.keyboard('number 59{Enter}')
  await waitFor(() => expect(onPick).toHaveBeenCalledExactlyOnceWith('bot-59'))
})

it('loads more bots at the end of the list', async () => {
  const { field } = await renderPicker()
  await userEvent.click(field)
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(51))
  await userEvent.keyboard('{ArrowDown>60/}')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(61))
})

it('offers no bot in particular as the first option', async () => {
  const { field, onPick, onNone } = await renderPicker()
  await userEvent.click(field)
  await userEvent.click(await screen.findByRole('option', { name: 'All bots' }))
  expect(onNone).toHaveBeenCalledOnce()
  expect(onPick).not.toHaveBeenCalled()
})

it('closes without a choice on Escape and when the field loses focus', async () => {
  const { field, onPick } = await renderPicker()
  await userEvent.click(field)
  await userEvent.keyboard('xyz')
  expect(await screen.findByRole('status')).toHaveTextContent('No bot has this name')
  await userEvent.keyboard('{Escape}')
  expect(field).toHaveValue('Number 2')
  await userEvent.keyboard('{ArrowDown}')
  expect(screen.getByRole('listbox')).toBeInTheDocument()
  await userEvent.tab()
  expect(screen.queryByRole('listbox')).not.toBeInTheDocument()
  expect(onPick).not.toHaveBeenCalled()
})
