import type { User } from '@office365-email/shared/session'
import { useEffect, useEffectEvent } from 'react'
import { readSession } from './queries.ts'

const channelName = 'signed-in'

interface Announcement {
  userId: string
  /** Somebody has just signed in; otherwise a page of theirs was opened. */
  isNew: boolean
}

/** Tells the pages in the other tabs of this browser who is signed in. */
export function announceSignIn({ id }: User, { isNew }: { isNew: boolean }): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage({ userId: id, isNew } satisfies Announcement)
  channel.close()
}

interface Listening {
  /** Whose page this is. */
  userId: string | undefined
  /** Which sign-in of that person the page waits for: a new one, or any that still holds. */
  waitsFor: 'new' | 'any' | null
  onSignedIn: (user: User) => void
}

/** Hears of a sign-in in another tab that this page waits for, and of one by another person. */
export function useSignInElsewhere({ userId, waitsFor, onSignedIn }: Listening): void {
  const look = useEffectEvent(async () => {
    const user = await readSession().catch(() => null)
    if (user && (waitsFor || user.id !== userId)) onSignedIn(user)
  })
  const hear = useEffectEvent(({ data }: MessageEvent<Announcement>) => {
    const isAwaited = waitsFor === 'any' || (waitsFor === 'new' && data.isNew)
    if (isAwaited || data.userId !== userId) void look()
  })
  const comeBack = useEffectEvent(() => {
    if (waitsFor === 'any') void look()
  })
  useEffect(() => {
    const onMessage = (event: MessageEvent<Announcement>) => hear(event)
    const onFocus = () => comeBack()
    const channel = new BroadcastChannel(channelName)
    channel.addEventListener('message', onMessage)
    window.addEventListener('focus', onFocus)
    return () => {
      channel.close()
      window.removeEventListener('focus', onFocus)
    }
  }, [])
}
