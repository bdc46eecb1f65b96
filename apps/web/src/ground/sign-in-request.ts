type Listener = () => void

/** `fresh`: an action needs a newer sign-in. `ended`: the session is over. */
export type SignInReason = 'fresh' | 'ended'

interface SignInState {
  /** Why the person is asked to sign in now; null if they are not. */
  reason: SignInReason | null
  /** The session is over, and the person chose not to sign in again. */
  isDeclined: boolean
}

let state: SignInState = { reason: null, isDeclined: false }
let waiting: PromiseWithResolvers<boolean> | null = null
const listeners = new Set<Listener>()

function change(next: SignInState) {
  state = next
  for (const listener of listeners) listener()
}

/** What the pages show while requests wait for a sign-in. */
export const signInRequest = {
  subscribe: (listener: Listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  current: () => state,
  settle: (signedIn: boolean) => {
    const asked = waiting
    waiting = null
    const isDeclined = !signedIn && (state.reason === 'ended' || state.isDeclined)
    change({ reason: null, isDeclined })
    asked?.resolve(signedIn)
  },
}

/**
 * Asks the person to sign in again, once for all requests that wait. True once the server has taken it. After they have
 * declined, a request of the page's own asks no more.
 */
export function requestSignIn(reason: SignInReason, { inBackground }: { inBackground: boolean }): Promise<boolean> {
  if (waiting) return waiting.promise
  if (listeners.size === 0 || (inBackground && state.isDeclined)) return Promise.resolve(false)
  waiting = Promise.withResolvers()
  change({ ...state, reason })
  return waiting.promise
}
