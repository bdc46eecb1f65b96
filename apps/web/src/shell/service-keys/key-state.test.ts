import { expect, it } from 'vitest'
import { exampleServiceKey } from '../../ground/testing/example-service-key.ts'
import { readKeyState } from './key-state.ts'

const now = new Date('2026-11-23T12:00:00Z')

it.each([
  [{}, 'active'],
  [{ expiresAt: '2026-11-23T12:00:01Z' }, 'active'],
  [{ expiresAt: '2026-11-23T12:00:00Z' }, 'expired'],
  [{ expiresAt: '2026-11-23T11:00:00Z', revokedAt: '2026-11-20T12:00:00Z' }, 'revoked'],
] as const)('%o is %s', (change, state) => {
  expect(readKeyState({ ...exampleServiceKey, ...change }, now)).toBe(state)
})
