import { Button, PasswordInput } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useState, useSyncExternalStore } from 'react'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { type SignInReason, signInRequest } from '../../../ground/sign-in-request.ts'
import { shellPaths } from '../../paths.ts'
import { sessionQuery, signInMethodsQuery } from '../queries.ts'
import { signIn, WrongCredentials } from '../sign-in.ts'
import { sessionTexts } from '../texts.ts'
import { announceSignIn, useSignInElsewhere } from '../use-sign-in-elsewhere.ts'
import { IdentityProviderLink } from './identity-provider-link.tsx'
import classes from './sign-in-form.module.css'

/** Shown while requests wait for a sign-in. The page below does not change, and its requests continue after the sign-in. */
export function SignInDialog({ user }: { user: User }) {
  const queryClient = useQueryClient()
  const { reason } = useSyncExternalStore(signInRequest.subscribe, signInRequest.current)
  const [other, setOther] = useState<User | null>(null)
  const accept = (signedIn: User) => {
    if (signedIn.id !== user.id) return setOther(signedIn)
    queryClient.setQueryData(sessionQuery.queryKey, signedIn)
    signInRequest.settle(true)
  }
  useEffect(() => announceSignIn(user, { isNew: false }), [user])
  useSignInElsewhere({ userId: user.id, waitsFor: reason && waitsFor[reason], onSignedIn: accept })
  if (other) return <OtherPerson user={user} other={other} />
  return reason && <SignInAgain reason={reason} email={user.email} onSignedIn={accept} />
}

const waitsFor = { fresh: 'new', ended: 'any' } as const

interface SignInAgainProps {
  reason: SignInReason
  email: string
  onSignedIn: (user: User) => void
}

/** The password is entered here; the identity provider opens in a new tab, so that this page keeps its input. */
function SignInAgain({ reason, email, onSignedIn }: SignInAgainProps) {
  const { data } = useQuery(signInMethodsQuery)
  const texts = sessionTexts[reason]
  const { password, identityProvider } = data ?? { password: true, identityProvider: false }
  const cancel = () => signInRequest.settle(false)
  const link = (
    <IdentityProviderLink next={shellPaths.signedIn()} fresh={reason === 'fresh'} newTab primary={!password} />
  )
  return (
    <Dialog title={texts.title} onClose={cancel}>
      <p>
        {texts.why} {password ? texts.byPassword : texts.byProvider}
      </p>
      {password && <PasswordForm email={email} action={texts.confirm} onConfirmed={onSignedIn} onCancel={cancel} />}
      {password && identityProvider && (
        <div className={classes['other']}>
          <p className="small quiet">{texts.orByProvider}</p>
          {link}
        </div>
      )}
      {!password && (
        <DialogActions>
          <Button variant="default" onClick={cancel}>
            {sessionTexts.cancel}
          </Button>
          {link}
        </DialogActions>
      )}
    </Dialog>
  )
}

/** The input on the page belongs to the first person: it must not be submitted in the name of another. */
const OtherPerson = ({ user, other }: { user: User; other: User }) => (
  <Dialog title={sessionTexts.other.title} onClose={() => {}}>
    <p>{sessionTexts.other.help(user.name, other.name)}</p>
    <DialogActions>
      <Button onClick={() => window.location.reload()}>{sessionTexts.other.reload}</Button>
    </DialogActions>
  </Dialog>
)

interface PasswordFormProps {
  email: string
  action: string
  onConfirmed: (user: User) => void
  onCancel: () => void
}

function PasswordForm({ email, action, onConfirmed, onCancel }: PasswordFormProps) {
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = useMutation({ mutationFn: signIn, onSuccess: onConfirmed, gcTime: 0 })
  const refused = error instanceof WrongCredentials
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isPending) mutate({ email, password })
  }
  return (
    <form className={classes['form']} onSubmit={submit}>
      {error && !refused && <ProblemNotice error={error} />}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <PasswordInput
        aria-invalid={refused}
        label={sessionTexts.password}
        description={email}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        error={refused ? sessionTexts.refused : undefined}
        visibilityToggleButtonProps={{ 'aria-label': sessionTexts.reveal, tabIndex: 0 }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <DialogActions>
        <Button variant="default" onClick={onCancel}>
          {sessionTexts.cancel}
        </Button>
        <Button type="submit" loading={isPending}>
          {action}
        </Button>
      </DialogActions>
    </form>
  )
}
