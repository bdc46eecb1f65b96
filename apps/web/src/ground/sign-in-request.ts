type Listener = () => void

/** `fresh`: an action needs a newer sign-in. `ended`: the session has ended. */
export type SignInReason = 'fresh' | 'ended'

interface SignInState {
  /** Why the person is being asked to sign in; null if they are not being asked. */
  reason: SignInReason | null
  /** The session has ended, and the person chose not to sign in again. */
  isDeclined: boolean
}

let state: SignInState = { reason: null, isDeclined: false }
let waiting: PromiseWithResolvers<boolean> | null = null
const listeners = new Set<Listener>()

function change(next: SignInState) {
  state = next
  for (const listener of listeners) listener()
}

/** The state that the pages show while requests wait for a sign-in. */
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
 * Asks the person to sign in again, once for all waiting requests. Resolves to true after the sign-in. After the person
 * has declined, background requests do not ask again.
 */
export function requestSignIn(reason: SignInReason, { inBackground }: { inBackground: boolean }): Promise<boolean> {
  if (waiting) return waiting.promise
  if (listeners.size === 0 || (inBackground && state.isDeclined)) return Promise.resolve(false)
  waiting = Promise.withResolvers()
  change({ ...state, reason })
  return waiting.promise
}
