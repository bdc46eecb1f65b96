import { Button, PasswordInput } from '@mantine/core'
import { isHostPerson, type User } from '@office365-email/shared/session'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { Dialog, DialogActions } from '../../../ground/components/dialog.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { type SignInReason, signInRequest } from '../../../ground/sign-in-request.ts'
import { shellPaths } from '../../paths.ts'
import { signInMethodsQuery } from '../queries.ts'
import { signIn, WrongCredentials } from '../sign-in.ts'
import { signInTexts } from '../sign-in-texts.ts'
import { HostSignInAgain } from './host-sign-in-again.tsx'
import { IdentityProviderLink } from './identity-provider-link.tsx'
import classes from './sign-in-form.module.css'

interface SignInAgainProps {
  reason: SignInReason
  user: User
  onSignedIn: (user: User) => void
}

const onlyPassword = { password: true, identityProvider: false, hostSignInUrl: null }

/** With the password in place; through the identity provider in another tab, so that this page keeps what was entered. */
export function SignInAgain({ reason, user, onSignedIn }: SignInAgainProps) {
  const { data } = useQuery(signInMethodsQuery)
  const texts = signInTexts[reason]
  const { password, identityProvider, hostSignInUrl } = data ?? onlyPassword
  const cancel = () => signInRequest.settle(false)
  if (isHostPerson(user)) return <HostSignInAgain reason={reason} url={hostSignInUrl} onSignedIn={onSignedIn} />
  const link = (
    <IdentityProviderLink next={shellPaths.signedIn()} fresh={reason === 'fresh'} newTab primary={!password} />
  )
  return (
    <Dialog title={texts.title} onClose={cancel}>
      <p>
        {texts.why} {password ? texts.byPassword : texts.byProvider}
      </p>
      {password && (
        <PasswordForm email={user.email} action={texts.confirm} onConfirmed={onSignedIn} onCancel={cancel} />
      )}
      {password && identityProvider && (
        <div className={classes['other']}>
          <p className="small quiet">{texts.orByProvider}</p>
          {link}
        </div>
      )}
      {!password && (
        <DialogActions>
          <Button variant="default" onClick={cancel}>
            {signInTexts.cancel}
          </Button>
          {link}
        </DialogActions>
      )}
    </Dialog>
  )
}

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
        label={signInTexts.password}
        description={email}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        error={refused ? signInTexts.refused : undefined}
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.reveal, tabIndex: 0 }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <DialogActions>
        <Button variant="default" onClick={onCancel}>
          {signInTexts.cancel}
        </Button>
        <Button type="submit" loading={isPending}>
          {action}
        </Button>
      </DialogActions>
    </form>
  )
}
