import { Button, PasswordInput, TextInput } from '@mantine/core'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import { minPasswordLength, type User } from '@office365-email/shared/session'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { isProblem } from '../../../ground/api-problem.ts'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { focusFirstFault } from '../../../ground/focus-first-fault.ts'
import { readFaults } from '../../../ground/read-faults.ts'
import { findSetUpFaults, type SetUpFaults } from '../set-up-faults.ts'
import { setUpLinkTexts as texts } from '../texts.ts'
import classes from './set-up-form.module.css'

interface SetUpFormProps {
  token: string
  onSignedIn: (user: User) => void
  /** The link was used, has expired, or is not valid. */
  onRefused: () => void
}

export function SetUpForm({ token, onSignedIn, onRefused }: SetUpFormProps) {
  const form = useRef<HTMLFormElement>(null)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [faults, setFaults] = useState<SetUpFaults>({})
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => call(sessionEndpoints.redeemSetUpLink, { body: { token, email: email.trim(), password } }),
    gcTime: 0,
    onSuccess: ({ user }) => onSignedIn(user),
    onError: (failure) => {
      if (isProblem(failure, 'not-found')) return onRefused()
      const { email: emailFault, password: passwordFault } = readFaults(failure)
      const found = { ...(emailFault && { email: emailFault }), ...(passwordFault && { password: passwordFault }) }
      setFaults(found)
      focusFirstFault(form.current, found)
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (isPending) return
    const found = findSetUpFaults({ email, password })
    setFaults(found)
    if (Object.keys(found).length === 0) mutate()
    else focusFirstFault(form.current, found)
  }
  return (
    <form ref={form} className={classes['form']} onSubmit={submit} noValidate>
      {error && Object.keys(faults).length === 0 && <ProblemNotice error={error} />}
      <div data-field="email">
        <TextInput
          label={texts.email}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          error={faults.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
      </div>
      <div data-field="password">
        <PasswordInput
          label={texts.password}
          description={faults.password ? undefined : texts.passwordHelp(minPasswordLength)}
          autoComplete="new-password"
          required
          withAsterisk={false}
          aria-invalid={Boolean(faults.password)}
          value={password}
          error={faults.password}
          visibilityToggleButtonProps={{ 'aria-label': texts.reveal, tabIndex: 0 }}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" loading={isPending} fullWidth>
        {texts.submit}
      </Button>
    </form>
  )
}
