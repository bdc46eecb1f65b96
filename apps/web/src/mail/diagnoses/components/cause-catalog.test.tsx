import { catalog } from '@office365-email/shared/diagnosis/catalog'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Link } from 'react-router'
import { expect, it } from 'vitest'
import { renderMailPage } from '../../testing/render-mail-page.tsx'
import { CauseCatalog } from './cause-catalog.tsx'

const few = catalog.filter(({ cause }) => ['secret_invalid', 'secret_expired', 'graph_throttled'].includes(cause))

const renderCatalog = (entries = few) =>
  renderMailPage(
    <>
      <Link to="/troubleshooting#secret_expired">To the expired secret</Link>
      <CauseCatalog entries={entries} />
    </>,
  )

const entryOf = (title: string) => screen.getByText(title).closest('details')

it('opens and focuses the cause in the link, whatever the search was', async () => {
  renderCatalog()
  await userEvent.type(await screen.findByRole('searchbox'), 'pause')
  await waitFor(() => expect(screen.queryByText('The client secret has expired')).not.toBeInTheDocument())
  await userEvent.click(screen.getByRole('link', { name: 'To the expired secret' }))
  await waitFor(() => expect(entryOf('The client secret has expired')?.querySelector('summary')).toHaveFocus())
  expect(entryOf('The client secret has expired')).toHaveAttribute('open')
  expect(entryOf('Microsoft does not accept the client secret')).not.toHaveAttribute('open')
  expect(screen.getByRole('searchbox')).toHaveValue('')
})

it('has a link for each cause', async () => {
  renderCatalog([...catalog])
  await screen.findByRole('searchbox')
  const links = Array.from(document.querySelectorAll('details a'), (link) => link.getAttribute('href'))
  expect(links).toEqual(expect.arrayContaining(catalog.map(({ cause }) => `/troubleshooting#${cause}`)))
})

it('shows failures of this server in a separate section, without a Microsoft code', async () => {
  renderCatalog(catalog.filter(({ cause }) => cause === 'interrupted' || cause === 'secret_expired'))
  const ofServer = within(await screen.findByRole('region', { name: 'On this server' }))
  expect(ofServer.getByText('This server stopped before Microsoft responded')).toBeVisible()
  expect(ofServer.queryByText('Appears as')).not.toBeInTheDocument()
  expect(screen.getAllByText('Appears as')).toHaveLength(1)
})

it('leads from a search without a result back to all causes', async () => {
  renderCatalog()
  await userEvent.type(await screen.findByRole('searchbox'), 'no such thing')
  expect(await screen.findByText('No cause matches')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Show all causes' }))
  expect(await screen.findByText(`${few.length} causes`)).toBeVisible()
})
