import type { SignInMethods as Methods, User } from '@office365-email/shared/session'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderPage } from '../../../ground/testing/render-page.tsx'
import { HostSignInAgain } from './host-sign-in-again.tsx'
import { SignInMethods } from './sign-in-methods.tsx'

const url = 'https://dashboard.example/login?to={next}'
const grace: User = { id: 'host:grace', email: '', name: 'Grace', role: 'admin', botIds: [] }
let methods: Methods
let user: User | null
let left: string[]

// jsdom has no modal dialogs.
beforeAll(() => {
  HTMLDialogElement.prototype.showModal = function show(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false
  }
})
beforeEach(() => {
  methods = { password: false, identityProvider: false, hostSignInUrl: url }
  user = null
  left = []
  sessionStorage.clear()
  const replace = (address: string) => left.push(address)
  vi.stubGlobal('location', { origin: 'https://mail.example', replace })
  vi.stubGlobal('fetch', async (address: string) => {
    if (address.endsWith('/sign-in-methods')) return Response.json(methods)
    if (user) return Response.json({ user })
    const problem = { type: '/problems/not-signed-in', title: 't', status: 401, detail: 'd', requestId: 'r' }
    return Response.json(problem, { status: 401, headers: { 'content-type': 'application/problem+json' } })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const render = (stays = false) =>
  renderPage(<SignInMethods next="/bots/orders?a=b#c" stays={stays} onSignedIn={() => undefined} />)
const link = () => screen.findByRole('link', { name: /Sign in to the dashboard/ })
const address = 'https://dashboard.example/login?to=https%3A%2F%2Fmail.example%2Fbots%2Forders%3Fa%3Db%23c'

describe('the sign-in page inside of a host', () => {
  it('leaves for the sign-in of the host, with the page to return to', async () => {
    render()
    await waitFor(() => expect(left).toEqual([address]))
  })

  it('stays after the person came back within a minute, and says why', async () => {
    const before = render()
    await waitFor(() => expect(left).toHaveLength(1))
    before.unmount()
    render()
    expect(await screen.findByText('The dashboard did not sign you in')).toBeVisible()
    expect(await link()).toHaveAttribute('href', address)
    expect(await link()).toHaveAttribute('target', '_top')
    expect(left).toHaveLength(1)
  })

  it('offers the other methods of this server to a person who stays', async () => {
    methods = { ...methods, password: true }
    render(true)
    expect(await screen.findByLabelText('Password')).toBeVisible()
    expect(await link()).toBeVisible()
    expect(left).toEqual([])
  })

  it('leaves to the same address if that has no place for the page', async () => {
    methods = { ...methods, hostSignInUrl: '/login' }
    render()
    await waitFor(() => expect(left).toEqual(['/login']))
  })
})

describe('signing in again at the host', () => {
  it('continues when the person says so, and only if they are signed in', async () => {
    const onSignedIn = vi.fn<(signedIn: User) => void>()
    renderPage(<HostSignInAgain reason="fresh" url={url} onSignedIn={onSignedIn} />)
    expect(await link()).toHaveAttribute('target', '_blank')
    expect(await link()).toHaveAttribute('href', expect.stringContaining('signed-in'))
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('not signed in to the dashboard yet')
    user = grace
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }))
    await waitFor(() => expect(onSignedIn).toHaveBeenCalledWith(grace))
  })

  it('is possible even if this server does not know where', async () => {
    renderPage(<HostSignInAgain reason="ended" url={null} onSignedIn={() => undefined} />)
    expect(await screen.findByText(/in another tab/)).toBeVisible()
    expect(screen.queryByRole('link')).toBe(null)
  })
})
