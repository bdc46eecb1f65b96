import type { User } from '@office365-email/shared/session'
import { useEffect, useEffectEvent } from 'react'
import { readSession } from './queries.ts'

const channelName = 'signed-in'

interface Announcement {
  userId: string
  /** The person has just signed in; otherwise they opened a page. */
  isNew: boolean
}

/** Notifies the pages in the other tabs of this browser who is signed in. */
export function announceSignIn({ id }: User, { isNew }: { isNew: boolean }): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage({ userId: id, isNew } satisfies Announcement)
  channel.close()
}

interface Listening {
  /** The person that this page belongs to. */
  userId: string | undefined
  /** The sign-in that the page waits for: a new one, or any that is still valid. */
  waitsFor: 'new' | 'any' | null
  onSignedIn: (user: User) => void
}

/** Calls back on a sign-in in another tab that this page waits for, or by another person. */
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
