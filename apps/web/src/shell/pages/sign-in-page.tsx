import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { ownFile } from '../../ground/place.ts'
import { readNextPath } from '../paths.ts'
import { readFailure, SignInFailureNotice } from '../session/components/sign-in-failure-notice.tsx'
import { SignInMethods } from '../session/components/sign-in-methods.tsx'
import { sessionQuery } from '../session/queries.ts'
import { signInTexts } from '../session/sign-in-texts.ts'
import classes from './sign-in-page.module.css'

export function SignInPage() {
  const queryClient = useQueryClient()
  const { data: user } = useQuery(sessionQuery)
  const [search] = useSearchParams()
  const { state } = useLocation()
  const navigate = useNavigate()
  const next = readNextPath(search.get('next'))
  const failure = readFailure(search.get('failed'))
  // A failed fresh sign-in does not end the session, but the page must report it.
  if (user && !failure) return <Navigate to={next} replace />
  const signedOut = typeof state === 'object' && state?.signedOut === true
  return (
    <main className={classes['page']}>
      <p className={classes['product']}>
        <img src={ownFile('favicon.svg')} alt="" width={32} height={32} />
        {signInTexts.product}
      </p>
      <div className={classes['card']}>
        <Page title={signInTexts.signIn} intro={<p className="quiet">{signInTexts.signInIntro}</p>}>
          <SignInFailureNotice failed={search.get('failed')} />
          {user && (
            <p>
              {signInTexts.stillSignedIn(user.name)} <Link to={next}>{signInTexts.goOn}</Link>
            </p>
          )}
          {signedOut && <Notice tone="info" title={signInTexts.signedOut} />}
          <SignInMethods
            next={next}
            stays={failure !== null || search.has('here')}
            onSignedIn={(signedIn) => {
              // Another person may have been signed in before: only the session query stays, because this page uses it.
              queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey !== sessionQuery.queryKey })
              queryClient.setQueryData(sessionQuery.queryKey, signedIn)
              if (failure) void navigate(next, { replace: true })
            }}
          />
        </Page>
      </div>
    </main>
  )
}
