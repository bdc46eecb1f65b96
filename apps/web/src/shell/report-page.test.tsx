import { act, render } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { afterEach, expect, it, vi } from 'vitest'
import { useReportToHost } from './report-page.ts'

function Reporter() {
  useReportToHost()
  return null
}

/** As in a frame, if `top` is another window. */
function renderIn(top: Window | object) {
  const postMessage = vi.fn<(page: unknown, origin: string) => void>()
  vi.stubGlobal('top', top)
  vi.stubGlobal('parent', { postMessage })
  const router = createMemoryRouter([{ path: '*', element: <Reporter /> }], { initialEntries: ['/bots'] })
  render(<RouterProvider router={router} />)
  return { router, messages: () => postMessage.mock.calls.map(([page]) => page) }
}

afterEach(() => {
  vi.unstubAllGlobals()
  document.title = ''
})

it('reports each page, and its title once that is known', async () => {
  const { router, messages } = renderIn({})
  await act(() => router.navigate('/audit?bot=orders#newest'))
  document.title = 'Audit · Orders'
  await vi.waitFor(() => expect(messages()).toHaveLength(3))
  const type = 'office365-email:page'
  expect(messages()).toEqual([
    { type, path: '/bots', title: '' },
    { type, path: '/audit?bot=orders#newest', title: '' },
    { type, path: '/audit?bot=orders#newest', title: 'Audit · Orders' },
  ])
})

it('reports nothing outside of a frame', async () => {
  const { router, messages } = renderIn(window)
  await act(() => router.navigate('/audit'))
  expect(messages()).toEqual([])
})
