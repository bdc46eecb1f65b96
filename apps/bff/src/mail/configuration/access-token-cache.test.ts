import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { SignInOutcome } from '../microsoft/entra.ts'
import { type AccessTokenCache, createAccessTokenCache } from './access-token-cache.ts'
import type { Office365Configuration } from './office365-configuration.ts'

const minute = 60_000
let outcome: () => SignInOutcome
let signIns: number
let cache: AccessTokenCache

const token = (lifeMs: number): SignInOutcome => ({
  outcome: 'signed-in',
  token: { value: secretOf('token'), expiresAt: Date.now() + lifeMs, roles: [] },
})
const unreachable: SignInOutcome = { outcome: 'unreachable', failure: { body: undefined } }
const refused: SignInOutcome = { outcome: 'refused', failure: { body: undefined } }
const configuration: Office365Configuration = {
  botId: 'bot',
  generation: 'generation',
  version: 1,
  state: 'locked',
  cloud: 'global',
  tenantId: 't',
  clientId: 'c',
  userEmail: 'u',
  userId: 'u',
  credential: { kind: 'client-secret' },
  waiting: null,
  sealedSecret: 's',
  sealedWith: 'k',
  secretSavedAt: '',
  secretExpiresOn: null,
  savedAt: '',
  savedBy: { kind: 'system', id: 'x', name: 'x' },
  health: { state: 'untested', since: '2026-01-01T00:00:00.000Z' },
  restriction: null,
  lastAcceptedAt: null,
  signedInAt: null,
}

beforeEach(() => {
  vi.useFakeTimers()
  signIns = 0
  outcome = () => token(60 * minute)
  cache = createAccessTokenCache({
    entra: {
      async signIn() {
        signIns += 1
        return outcome()
      },
      async findTenant() {
        throw new Error('not asked for')
      },
    },
    credentialKeys: { read: async () => null },
    issuer: {
      isShared: false,
      describe: () => null,
      assert: async () => {
        throw new Error('not asked for')
      },
    },
    vault: {
      async seal() {
        throw new Error('not asked for')
      },
      async open() {
        return secretOf('secret')
      },
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
})

const get = async (changes: Partial<Office365Configuration> = {}) => await cache.get({ ...configuration, ...changes })

it('requests one token from Entra for many callers', async () => {
  await Promise.all(Array.from({ length: 1_000 }, () => get()))
  expect(signIns).toBe(1)
})

it('renews five minutes ahead, and no caller waits for it', async () => {
  await get()
  vi.advanceTimersByTime(54 * minute)
  await get()
  expect(signIns).toBe(1)
  vi.advanceTimersByTime(2 * minute)
  outcome = () => unreachable
  expect((await get()).outcome).toBe('signed-in')
  await vi.waitFor(() => expect(signIns).toBe(2))
})

it('does not depend on the system clock', async () => {
  await get()
  vi.setSystemTime(Date.now() + 120 * minute)
  expect((await get()).outcome).toBe('signed-in')
  expect(signIns).toBe(1)
})

it.each([0, -5, Number.NaN])('keeps a token for a minute whose life is said to be %d', async (life) => {
  outcome = () => token(life)
  await get()
  vi.advanceTimersByTime(59_000)
  expect((await get()).outcome).toBe('signed-in')
})

it('signs in again for another version of the configuration', async () => {
  await get()
  await get({ version: 2 })
  expect(signIns).toBe(2)
})

it('keeps nothing of another generation, although its version is the same', async () => {
  await get()
  await get({ generation: 'another' })
  expect(signIns).toBe(2)
  await get()
  expect(signIns).toBe(2)
})

it('does not let an older version replace the current one', async () => {
  await get({ version: 2 })
  await get({ version: 1 })
  await get({ version: 2 })
  expect(signIns).toBe(2)
})

it('forgets the token of a removed configuration, and that Entra could not be reached', async () => {
  await get()
  cache.forget(configuration.generation)
  outcome = () => unreachable
  for (let time = 0; time < 20; time += 1) expect((await get()).outcome).toBe('unreachable')
  expect(signIns).toBe(6)
  cache.forget(configuration.generation)
  outcome = () => token(60 * minute)
  expect((await get()).outcome).toBe('signed-in')
})

it('keeps no more tokens than its limit', async () => {
  for (let count = 0; count <= 4_000; count += 1) await get({ generation: `generation ${count}` })
  await get({ generation: 'generation 4000' })
  expect(signIns).toBe(4_001)
  await get({ generation: 'generation 0' })
  expect(signIns).toBe(4_002)
})

it('keeps the token of a configuration that sends all the time, even if many others are added', async () => {
  for (let count = 0; count < 4_100; count += 1) {
    await get()
    await get({ generation: `generation ${count}` })
  }
  expect(signIns).toBe(1 + 4_100)
})

it('stops asking for half a minute after five sign-ins that did not reach Entra', async () => {
  outcome = () => unreachable
  for (let time = 0; time < 20; time += 1) expect((await get()).outcome).toBe('unreachable')
  expect(signIns).toBe(5)
  vi.advanceTimersByTime(30_001)
  outcome = () => token(60 * minute)
  expect((await get()).outcome).toBe('signed-in')
  expect(signIns).toBe(6)
})

it('continues to sign in if Entra refuses', async () => {
  outcome = () => refused
  for (let time = 0; time < 20; time += 1) await get()
  expect(signIns).toBe(20)
})

it('signs in again immediately when Entra has responded to another sign-in for the tenant', async () => {
  outcome = () => unreachable
  for (let time = 0; time < 5; time += 1) await get()
  vi.advanceTimersByTime(1)
  cache.reached({ cloud: 'global', tenantId: 'another' })
  expect((await get()).outcome).toBe('unreachable')
  expect(signIns).toBe(5)
  cache.reached(configuration)
  outcome = () => token(60 * minute)
  expect((await get()).outcome).toBe('signed-in')
})
