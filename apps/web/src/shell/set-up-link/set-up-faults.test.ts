import { minPasswordLength } from '@office365-email/shared/session'
import { expect, it } from 'vitest'
import { findSetUpFaults, leastPasswordLength } from './set-up-faults.ts'

it('asks for as long a password as the server', () => {
  expect(leastPasswordLength).toBe(minPasswordLength)
})

it('asks for one address and a long password', () => {
  expect(Object.keys(findSetUpFaults({ email: 'ada', password: 'short' }))).toEqual(['email', 'password'])
  expect(findSetUpFaults({ email: ' ada@example.com', password: 'twelve chars' })).toEqual({})
})
