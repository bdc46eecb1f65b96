import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { renderPage } from '../testing/render-page.tsx'
import { AllOrSome, type Selection } from './all-or-some.tsx'

const few = [
  { id: 'orders', name: 'Orders bot' },
  { id: 'alerts', name: 'Alerts bot' },
]
const many = Array.from({ length: 60 }, (_, index) => ({ id: `bot-${index}`, name: `Bot ${index}` }))

const searchIn = (options: typeof few) => (search: string) => {
  const found = options.filter(({ name }) => name.toLowerCase().includes(search))
  return { options: found.slice(0, 50), found: found.length, all: options.length }
}

function Example({ options = few, all = 'All bots' }: { options?: typeof few; all?: string | null }) {
  const [value, setValue] = useState<Selection>([])
  return (
    <>
      <AllOrSome
        legend="Which bots"
        all={all}
        some="Chosen bots"
        useOptions={searchIn(options)}
        value={value}
        onChange={setValue}
      />
      <output>{JSON.stringify(value)}</output>
    </>
  )
}

const chosen = () => JSON.parse(screen.getByText(/^["[]/).textContent)

describe('AllOrSome', () => {
  it('remembers the chosen items while "all" is selected', async () => {
    renderPage(<Example />)
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Orders bot' }))
    await userEvent.click(screen.getByRole('radio', { name: 'All bots' }))
    expect(chosen()).toBe('all')
    await userEvent.click(screen.getByRole('radio', { name: 'Chosen bots' }))
    expect(chosen()).toEqual(['orders'])
  })
  it('searches a long list and says how many items it does not show', async () => {
    renderPage(<Example options={many} />)
    expect(await screen.findByText('10 more: search to see them.')).toBeVisible()
    await userEvent.type(screen.getByRole('searchbox'), 'bot 59')
    await userEvent.click(screen.getByRole('checkbox', { name: 'Bot 59' }))
    expect(chosen()).toEqual(['bot-59'])
    expect(screen.getByText('1 chosen')).toBeVisible()
  })
  it('offers only the list if the person may not choose all', async () => {
    renderPage(<Example all={null} />)
    expect(await screen.findByRole('checkbox', { name: 'Alerts bot' })).toBeVisible()
    expect(screen.queryByRole('radio')).not.toBeInTheDocument()
  })
})
