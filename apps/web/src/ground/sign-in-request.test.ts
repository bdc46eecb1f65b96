import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requestSignIn, signInRequest } from './sign-in-request.ts'

const byPerson = { inBackground: false }
const byPage = { inBackground: true }

it('is refused immediately if no dialog can ask', async () => {
  await expect(requestSignIn('ended', byPerson)).resolves.toBe(false)
})

describe('if a dialog can ask', () => {
  let unsubscribe: () => void
  beforeEach(() => {
    unsubscribe = signInRequest.subscribe(() => {})
  })
  afterEach(() => {
    signInRequest.settle(true)
    unsubscribe()
  })

  it.each([true, false])('settles every waiting request with the decision of the person: %s', async (signedIn) => {
    const answers = [requestSignIn('ended', byPage), requestSignIn('fresh', byPerson), requestSignIn('ended', byPage)]
    expect(signInRequest.current().reason).toBe('ended')
    signInRequest.settle(signedIn)
    await expect(Promise.all(answers)).resolves.toEqual([signedIn, signedIn, signedIn])
    expect(signInRequest.current()).toEqual({ reason: null, isDeclined: !signedIn })
  })

  it('after the person has declined, asks again only for an action of the person', async () => {
    void requestSignIn('ended', byPage)
    signInRequest.settle(false)
    await expect(requestSignIn('ended', byPage)).resolves.toBe(false)
    const answer = requestSignIn('ended', byPerson)
    expect(signInRequest.current().reason).toBe('ended')
    signInRequest.settle(true)
    await expect(answer).resolves.toBe(true)
    expect(signInRequest.current().isDeclined).toBe(false)
  })

  it('does not treat a person as signed out who declines to confirm an action', () => {
    void requestSignIn('fresh', byPerson)
    signInRequest.settle(false)
    expect(signInRequest.current().isDeclined).toBe(false)
  })
})
