import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Navigate } from 'react-router'
import { Page } from '../../ground/components/page.tsx'
import { hasShell } from '../page-settings.ts'
import { shellPaths } from '../paths.ts'
import { sessionQuery } from '../session/queries.ts'
import { signInTexts } from '../session/sign-in-texts.ts'
import { announceSignIn } from '../session/use-sign-in-elsewhere.ts'
import classes from './sign-in-page.module.css'
import { SignedOutPage } from './signed-out-page.tsx'

/** The last page of a sign-in in a new tab. It notifies the page that waits in the other tab. */
export function SignedInPage() {
  const { data: user } = useQuery(sessionQuery)
  useEffect(() => {
    if (user) announceSignIn(user, { isNew: true })
  }, [user])
  if (user === null && hasShell) return <Navigate to={shellPaths.signIn(shellPaths.signedIn())} replace />
  return (
    <main className={classes['page']}>
      <div className={classes['card']}>
        {user === null ? (
          <SignedOutPage next={shellPaths.signedIn()} />
        ) : (
          <Page title={signInTexts.elsewhere.title}>{user && <p>{signInTexts.elsewhere.help(user.name)}</p>}</Page>
        )}
      </div>
    </main>
  )
}
