import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { signInMethodsQuery } from '../queries.ts'
import { sessionTexts } from '../texts.ts'
import { IdentityProviderLink } from './identity-provider-link.tsx'
import { SignInForm } from './sign-in-form.tsx'
import classes from './sign-in-methods.module.css'

interface SignInMethodsProps {
  /** The path to open after the sign-in. */
  next: string
  onSignedIn: (user: User) => void
}

const skeleton = [
  { id: 'email', width: '100%', height: '3.75rem' },
  { id: 'password', width: '100%', height: '3.75rem' },
  { id: 'button', width: '100%', height: '2.5rem' },
]

/** The methods that the server offers. If it does not respond, the password form is shown, which reports the failure on submit. */
export function SignInMethods({ next, onSignedIn }: SignInMethodsProps) {
  const { data, isPending } = useQuery(signInMethodsQuery)
  if (isPending) return <DelayedSkeleton lines={skeleton} />
  const { password, identityProvider } = data ?? { password: true, identityProvider: false }
  return (
    <div className={classes['methods']}>
      {identityProvider && <IdentityProviderLink next={next} primary />}
      {identityProvider && password && <p className={classes['or']}>{sessionTexts.provider.or}</p>}
      {password && <SignInForm primary={!identityProvider} onSignedIn={onSignedIn} />}
    </div>
  )
}
