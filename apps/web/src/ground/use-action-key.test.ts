import { renderHook } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ApiProblem, NoResponse } from './api-problem.ts'
import { useActionKey } from './use-action-key.ts'

const problem = (slug: 'not-possible-now' | 'idempotency-in-progress' | 'storage-unavailable', status: number) =>
  new ApiProblem({ type: `/problems/${slug}`, title: '', status, detail: '', requestId: '' })

it('keeps the key of an action until a clear response comes', () => {
  const { keyFor, settle } = renderHook(useActionKey).result.current
  const key = keyFor('resend 1')
  expect(key).toMatch(/^[\d-]{7,}$/)
  for (const unclear of [
    new NoResponse(),
    problem('idempotency-in-progress', 409),
    problem('storage-unavailable', 503),
  ]) {
    settle(unclear)
    expect(keyFor('resend 1')).toBe(key)
  }
  settle(problem('not-possible-now', 409))
  const next = keyFor('resend 1')
  expect(next).not.toBe(key)
  settle(null)
  expect(keyFor('resend 1')).not.toBe(next)
})

it('uses another key for another action', () => {
  const { keyFor } = renderHook(useActionKey).result.current
  expect(keyFor('resend 1')).not.toBe(keyFor('resend 2'))
})
