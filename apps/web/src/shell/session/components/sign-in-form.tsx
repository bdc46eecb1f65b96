import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { User } from '@office365-email/shared/session'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { signIn, WrongCredentials } from '../sign-in.ts'
import { signInTexts } from '../sign-in-texts.ts'
import classes from './sign-in-form.module.css'

interface SignInFormProps {
  /** False if the identity provider is the main way to sign in. */
  primary: boolean
  onSignedIn: (user: User) => void
}

export function SignInForm({ primary, onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const passwordInput = useRef<HTMLInputElement>(null)
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    onSuccess: onSignedIn,
    onError: () => passwordInput.current?.focus(),
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!isPending) mutate({ email, password })
  }
  return (
    <form className={classes['form']} onSubmit={submit}>
      {error &&
        (error instanceof WrongCredentials ? (
          <Notice tone="bad" role="alert" title={signInTexts.refused} />
        ) : (
          <ProblemNotice error={error} />
        ))}
      <TextInput
        label={signInTexts.email}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        aria-invalid={error instanceof WrongCredentials}
        ref={passwordInput}
        label={signInTexts.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.reveal, tabIndex: 0 }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" variant={primary ? 'filled' : 'default'} loading={isPending} fullWidth>
        {signInTexts.signIn}
      </Button>
    </form>
  )
}
