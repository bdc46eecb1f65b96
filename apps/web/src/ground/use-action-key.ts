import { useRef } from 'react'
import { ApiProblem, isProblem } from './api-problem.ts'

/** `crypto.randomUUID` exists only on https pages. */
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-')

/** Without a clear response, the server may have done it. */
const isClear = (error: Error | null) =>
  error === null ||
  (error instanceof ApiProblem && error.document.status < 500 && !isProblem(error, 'idempotency-in-progress'))

/** One `Idempotency-Key` for each action that a person intends: it stays the same until a clear response comes. */
export function useActionKey() {
  const current = useRef<{ about: string; key: string } | null>(null)
  return {
    keyFor: (about: string): string => {
      if (current.current?.about !== about) current.current = { about, key: newKey() }
      return current.current.key
    },
    settle: (error: Error | null): void => {
      if (isClear(error)) current.current = null
    },
  }
}
