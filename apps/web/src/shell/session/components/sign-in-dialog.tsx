import { Button } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { signInRequest } from '../../../ground/sign-in-request.ts'
import { sessionQuery } from '../queries.ts'
import { sessionTexts } from '../texts.ts'
import { announceSignIn, useSignInElsewhere } from '../use-sign-in-elsewhere.ts'

const formDelayMs = 5_000

/** Loads the form soon after the page: when a session ends, the server may be out of reach or have another build. */
function useSignInForm({ isNeeded }: { isNeeded: boolean }) {
  const [form, setForm] = useState<typeof import('./sign-in-again.tsx') | null>(null)
  useEffect(() => {
    if (form) return
    const load = (onFailure: () => void) => void import('./sign-in-again.tsx').then(setForm, onFailure)
    if (isNeeded) return load(() => signInRequest.settle(false))
    const timer = setTimeout(() => load(() => {}), formDelayMs)
    return () => clearTimeout(timer)
  }, [form, isNeeded])
  return form
}

/** Shown while requests wait for a sign-in. The page below does not change, and its requests continue after the sign-in. */
export function SignInDialog({ user }: { user: User }) {
  const queryClient = useQueryClient()
  const { reason } = useSyncExternalStore(signInRequest.subscribe, signInRequest.current)
  const form = useSignInForm({ isNeeded: reason !== null })
  const [other, setOther] = useState<User | null>(null)
  const accept = (signedIn: User) => {
    if (signedIn.id !== user.id) return setOther(signedIn)
    queryClient.setQueryData(sessionQuery.queryKey, signedIn)
    signInRequest.settle(true)
  }
  useEffect(() => announceSignIn(user, { isNew: false }), [user])
  useSignInElsewhere({ userId: user.id, waitsFor: reason && waitsFor[reason], onSignedIn: accept })
  if (other) return <OtherPerson user={user} other={other} />
  return form && reason && <form.SignInAgain reason={reason} user={user} onSignedIn={accept} />
}

const waitsFor = { fresh: 'new', ended: 'any' } as const

/** The input on the page belongs to the first person: it must not be submitted in the name of another. */
const OtherPerson = ({ user, other }: { user: User; other: User }) => (
  <Dialog title={sessionTexts.other.title} onClose={() => {}}>
    <p>{sessionTexts.other.help(user.name, other.name)}</p>
    <DialogActions>
      <Button onClick={() => window.location.reload()}>{sessionTexts.other.reload}</Button>
    </DialogActions>
  </Dialog>
)
