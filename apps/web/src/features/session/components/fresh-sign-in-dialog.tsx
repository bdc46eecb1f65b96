import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState, useSyncExternalStore } from 'react'
import { Dialog, DialogActions } from '../../../components/dialog.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { freshSignIn } from '../../../lib/fresh-sign-in.ts'
import { sessionQuery } from '../api/session-query.ts'
import { signIn, WrongCredentials } from '../api/sign-in.ts'
import { signInMethodsQuery } from '../api/sign-in-methods-query.ts'
import { sessionTexts } from '../texts.ts'
import { IdentityProviderLink } from './identity-provider-link.tsx'
import classes from './sign-in-form.module.css'

const texts = sessionTexts.fresh

/** Shown while an action waits for a fresh sign-in; with the password it then goes on by itself. */
export function FreshSignInDialog() {
  const request = useSyncExternalStore(freshSignIn.subscribe, freshSignIn.current)
  const { data: user } = useQuery({ ...sessionQuery, enabled: false })
  if (!request || !user) return null
  return <ConfirmIdentity email={user.email} onSettled={request.settle} />
}

interface ConfirmIdentityProps {
  email: string
  onSettled: (confirmed: boolean) => void
}

/** With the password in place; through the organisation by leaving the page and coming back to it. */
function ConfirmIdentity({ email, onSettled }: ConfirmIdentityProps) {
  const { data } = useQuery(signInMethodsQuery)
  const { password, identityProvider } = data ?? { password: true, identityProvider: false }
  const cancel = () => onSettled(false)
  const { pathname, search } = window.location
  const link = <IdentityProviderLink next={`${pathname}${search}`} fresh primary={!password} />
  return (
    <Dialog title={texts.title} onClose={cancel}>
      <p>
        {texts.why} {password ? texts.byPassword : texts.byProvider}
      </p>
      {password && <PasswordForm email={email} onConfirmed={() => onSettled(true)} onCancel={cancel} />}
      {password && identityProvider && (
        <div className={classes['other']}>
          <p className="small quiet">{texts.orByProvider}</p>
          {link}
        </div>
      )}
      {!password && (
        <DialogActions>
          <Button variant="default" onClick={cancel}>
            {texts.cancel}
          </Button>
          {link}
        </DialogActions>
      )}
    </Dialog>
  )
}

interface PasswordFormProps {
  email: string
  onConfirmed: () => void
  onCancel: () => void
}

function PasswordForm({ email, onConfirmed, onCancel }: PasswordFormProps) {
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = useMutation({ mutationFn: signIn, onSuccess: onConfirmed })
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
          {texts.cancel}
        </Button>
        <Button type="submit" loading={isPending}>
          {texts.confirm}
        </Button>
      </DialogActions>
    </form>
  )
}
