import { expect, it } from 'vitest'
import { findSetUpFaults } from './set-up-faults.ts'

it('asks for one address and a long password', () => {
  expect(Object.keys(findSetUpFaults({ email: 'ada', password: 'short' }))).toEqual(['email', 'password'])
  expect(findSetUpFaults({ email: ' ada@example.com', password: 'twelve chars' })).toEqual({})
})
