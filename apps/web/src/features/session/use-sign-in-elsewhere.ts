import type { User } from '@office365-email/shared/session'
import { useEffect, useEffectEvent } from 'react'
import { readSession } from './api/session-query.ts'

const channelName = 'sign-in'

/** Tells the other tabs of this browser that somebody has just signed in. */
export function announceSignIn(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage('signed-in')
  channel.close()
}

/** Hears of a sign-in in another tab: when that tab announces it and, if asked for, when the person comes back to this one. */
export function useSignInElsewhere(onSignedIn: (user: User) => void, { onFocus }: { onFocus: boolean }): void {
  const look = useEffectEvent(async () => {
    const user = await readSession().catch(() => null)
    if (user) onSignedIn(user)
  })
  useEffect(() => {
    const listen = () => void look()
    const channel = new BroadcastChannel(channelName)
    channel.addEventListener('message', listen)
    if (onFocus) window.addEventListener('focus', listen)
    return () => {
      channel.close()
      window.removeEventListener('focus', listen)
    }
  }, [onFocus])
}
