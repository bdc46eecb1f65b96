import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import { type MessageSearch, readSearch, writeSearch } from './search-address.ts'

export type ChangeSearch = (change: (search: MessageSearch) => MessageSearch) => void

/** The search in the address of the page, and how to change it. */
export function useMessageSearch(): [MessageSearch, ChangeSearch] {
  const [parameters, setParameters] = useSearchParams()
  // Two quick changes both count: the second one builds on the first one, even if the page does not show that yet.
  const newest = useRef<MessageSearch>({ states: [] })
  useEffect(() => {
    newest.current = readSearch(parameters)
  }, [parameters])
  const changeSearch: ChangeSearch = (change) => {
    newest.current = change(newest.current)
    setParameters(writeSearch(newest.current))
  }
  return [readSearch(parameters), changeSearch]
}
