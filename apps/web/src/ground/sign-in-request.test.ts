import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requestSignIn, signInRequest } from './sign-in-request.ts'

const byPerson = { inBackground: false }
const byPage = { inBackground: true }

it('is refused at once where nobody can be asked', async () => {
  await expect(requestSignIn('ended', byPerson)).resolves.toBe(false)
})

describe('where somebody can be asked', () => {
  let unsubscribe: () => void
  beforeEach(() => {
    unsubscribe = signInRequest.subscribe(() => {})
  })
  afterEach(() => {
    signInRequest.settle(true)
    unsubscribe()
  })

  it.each([true, false])('answers every request that waits with what the person decides: %s', async (signedIn) => {
    const answers = [requestSignIn('ended', byPage), requestSignIn('fresh', byPerson), requestSignIn('ended', byPage)]
    expect(signInRequest.current().reason).toBe('ended')
    signInRequest.settle(signedIn)
    await expect(Promise.all(answers)).resolves.toEqual([signedIn, signedIn, signedIn])
    expect(signInRequest.current()).toEqual({ reason: null, isDeclined: !signedIn })
  })

  it('asks again only for what the person does, once they have declined', async () => {
    void requestSignIn('ended', byPage)
    signInRequest.settle(false)
    await expect(requestSignIn('ended', byPage)).resolves.toBe(false)
    const answer = requestSignIn('ended', byPerson)
    expect(signInRequest.current().reason).toBe('ended')
    signInRequest.settle(true)
    await expect(answer).resolves.toBe(true)
    expect(signInRequest.current().isDeclined).toBe(false)
  })

  it('does not take somebody for signed out who only confirms nothing', () => {
    void requestSignIn('fresh', byPerson)
    signInRequest.settle(false)
    expect(signInRequest.current().isDeclined).toBe(false)
  })
})
