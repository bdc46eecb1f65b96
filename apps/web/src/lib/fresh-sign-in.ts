type Listener = () => void

interface Request {
  settle: (confirmed: boolean) => void
}

let request: Request | null = null
const listeners = new Set<Listener>()

function change(next: Request | null) {
  request = next
  for (const listener of listeners) listener()
}

/** The action that waits for the password, if there is one. */
export const freshSignIn = {
  subscribe: (listener: Listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  current: () => request,
}

/** Asks the person for the password again. True once the server has taken it. */
export function requestFreshSignIn(): Promise<boolean> {
  if (listeners.size === 0 || request) return Promise.resolve(false)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  change({
    settle: (confirmed) => {
      change(null)
      resolve(confirmed)
    },
  })
  return promise
}
