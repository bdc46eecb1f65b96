import { expect, it } from 'vitest'
import { freshSignIn, requestFreshSignIn } from './fresh-sign-in.ts'

it('is refused at once where nobody can be asked', async () => {
  await expect(requestFreshSignIn()).resolves.toBe(false)
})

it.each([true, false])('answers what the person decides: %s', async (confirmed) => {
  const unsubscribe = freshSignIn.subscribe(() => {})
  const answer = requestFreshSignIn()
  freshSignIn.current()?.settle(confirmed)
  await expect(answer).resolves.toBe(confirmed)
  expect(freshSignIn.current()).toBeNull()
  unsubscribe()
})

it('asks for one action at a time', async () => {
  const unsubscribe = freshSignIn.subscribe(() => {})
  const first = requestFreshSignIn()
  await expect(requestFreshSignIn()).resolves.toBe(false)
  freshSignIn.current()?.settle(true)
  await expect(first).resolves.toBe(true)
  unsubscribe()
})
