import { act, renderHook } from '@testing-library/react'
import type { PropsWithChildren } from 'react'
import { MemoryRouter } from 'react-router'
import { expect, it } from 'vitest'
import { useMessageSearch } from './use-message-search.ts'

it('keeps both of two changes that follow each other before the page is drawn again', () => {
  const wrapper = ({ children }: PropsWithChildren) => (
    <MemoryRouter initialEntries={['/messages?q=order&state=failed']}>{children}</MemoryRouter>
  )
  const { result } = renderHook(useMessageSearch, { wrapper })
  const [, changeSearch] = result.current
  act(() => {
    changeSearch((search) => ({ ...search, states: [] }))
    changeSearch((search) => ({ ...search, q: undefined }))
  })
  expect(result.current[0]).toEqual({ states: [] })
})
