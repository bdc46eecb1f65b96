import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState, useSyncExternalStore } from 'react'
import { Dialog, DialogActions } from '../../../components/dialog.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { freshSignIn } from '../../../lib/fresh-sign-in.ts'
import { sessionQuery } from '../api/session-query.ts'
import { signIn, WrongCredentials } from '../api/sign-in.ts'
import { sessionTexts } from '../texts.ts'
import classes from './sign-in-form.module.css'

/** Shown while an action waits for the password; afterwards the action goes on by itself. */
export function FreshSignInDialog() {
  const request = useSyncExternalStore(freshSignIn.subscribe, freshSignIn.current)
  const { data: user } = useQuery({ ...sessionQuery, enabled: false })
  if (!request || !user) return null
  return <PasswordDialog email={user.email} onSettled={request.settle} />
}

function PasswordDialog({ email, onSettled }: { email: string; onSettled: (confirmed: boolean) => void }) {
  const texts = sessionTexts.fresh
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = useMutation({ mutationFn: signIn, onSuccess: () => onSettled(true) })
  const refused = error instanceof WrongCredentials
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isPending) mutate({ email, password })
  }
  return (
    <Dialog title={texts.title} onClose={() => onSettled(false)}>
      <form className={classes['form']} onSubmit={submit}>
        <p>{texts.why}</p>
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
          <Button variant="default" onClick={() => onSettled(false)}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isPending}>
            {texts.confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
