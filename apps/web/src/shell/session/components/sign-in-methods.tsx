import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { signInMethodsQuery } from '../queries.ts'
import { signInTexts } from '../sign-in-texts.ts'
import { HostSignIn } from './host-sign-in.tsx'
import { IdentityProviderLink } from './identity-provider-link.tsx'
import { SignInForm } from './sign-in-form.tsx'
import classes from './sign-in-methods.module.css'

interface SignInMethodsProps {
  /** The path to open after the sign-in. */
  next: string
  /** Does not leave for the sign-in of the host. */
  stays: boolean
  onSignedIn: (user: User) => void
}

const skeleton = [
  { id: 'email', width: '100%', height: '3.75rem' },
  { id: 'password', width: '100%', height: '3.75rem' },
  { id: 'button', width: '100%', height: '2.5rem' },
]

const onlyPassword = { password: true, identityProvider: false, hostSignInUrl: null }

/** The methods that the server offers. If it does not respond, the password form is shown, which reports the failure on submit. */
export function SignInMethods({ next, stays, onSignedIn }: SignInMethodsProps) {
  const { data, isPending } = useQuery(signInMethodsQuery)
  if (isPending) return <DelayedSkeleton lines={skeleton} />
  const { password, identityProvider, hostSignInUrl } = data ?? onlyPassword
  return (
    <div className={classes['methods']}>
      {hostSignInUrl !== null && <HostSignIn url={hostSignInUrl} next={next} stays={stays} />}
      {identityProvider && <IdentityProviderLink next={next} primary={hostSignInUrl === null} />}
      {identityProvider && password && <p className={classes['or']}>{signInTexts.provider.or}</p>}
      {password && <SignInForm primary={!identityProvider && hostSignInUrl === null} onSignedIn={onSignedIn} />}
    </div>
  )
}
