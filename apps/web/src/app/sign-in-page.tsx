import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate, useLocation, useSearchParams } from 'react-router'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { sessionQuery } from '../features/session/api/session-query.ts'
import { SignInForm } from '../features/session/components/sign-in-form.tsx'
import { sessionTexts } from '../features/session/texts.ts'
import { readNextPath } from '../lib/paths.ts'
import classes from './sign-in-page.module.css'

export function SignInPage() {
  const queryClient = useQueryClient()
  const { data: user } = useQuery(sessionQuery)
  const [search] = useSearchParams()
  const { state } = useLocation()
  if (user) return <Navigate to={readNextPath(search.get('next'))} replace />
  const signedOut = typeof state === 'object' && state?.signedOut === true
  return (
    <main className={classes['page']}>
      <p className={classes['product']}>
        <img src="/favicon.svg" alt="" width={32} height={32} />
        {sessionTexts.product}
      </p>
      <div className={classes['card']}>
        <Page title={sessionTexts.signIn} intro={<p className="quiet">{sessionTexts.signInIntro}</p>}>
          {signedOut && <Notice tone="info" title={sessionTexts.signedOut} />}
          <SignInForm
            onSignedIn={(signedIn) => {
              // Whoever was here before may have seen other bots. The session itself stays: this page watches it.
              queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey !== sessionQuery.queryKey })
              queryClient.setQueryData(sessionQuery.queryKey, signedIn)
            }}
          />
        </Page>
      </div>
    </main>
  )
}
