import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { Tabs } from './tabs.tsx'

it('is one stop of the Tab key; the arrow keys, Home, and End change the tab', async () => {
  renderPage(
    <Tabs
      label="Shells"
      tabs={[
        { name: 'One', content: 'first' },
        { name: 'Two', content: 'second' },
        { name: 'Three', content: 'third' },
      ]}
    />,
  )
  await userEvent.tab()
  expect(screen.getByRole('tab', { name: 'One' })).toHaveFocus()
  await userEvent.keyboard('{ArrowLeft}')
  expect(screen.getByRole('tab', { name: 'Three' })).toHaveFocus()
  expect(screen.getByRole('tabpanel', { name: 'Three' })).toHaveTextContent('third')
  await userEvent.keyboard('{Home}{ArrowRight}')
  expect(screen.getByRole('tab', { name: 'Two', selected: true })).toHaveFocus()
  expect(screen.getByRole('tab', { name: 'One' })).toHaveAttribute('tabindex', '-1')
})
