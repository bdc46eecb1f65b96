import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, useLocation, useNavigate, useSearchParams } from 'react-router'
import { basePath } from '../../ground/base-path.ts'
import { Notice } from '../../ground/components/notice.tsx'
import { Page } from '../../ground/components/page.tsx'
import { readNextPath } from '../paths.ts'
import { SignInMethods } from '../session/components/sign-in-methods.tsx'
import { sessionQuery } from '../session/queries.ts'
import { sessionTexts } from '../session/texts.ts'
import classes from './sign-in-page.module.css'

const { failures } = sessionTexts

const readFailure = (text: string | null) => Object.entries(failures).find(([failure]) => failure === text)?.[1] ?? null

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
        <img src={`${basePath}/favicon.svg`} alt="" width={32} height={32} />
        {sessionTexts.product}
      </p>
      <div className={classes['card']}>
        <Page title={sessionTexts.signIn} intro={<p className="quiet">{sessionTexts.signInIntro}</p>}>
          {failure && (
            <Notice tone="bad" role="alert" title={failure.title}>
              <p>{failure.help}</p>
            </Notice>
          )}
          {user && (
            <p>
              {sessionTexts.stillSignedIn(user.name)} <Link to={next}>{sessionTexts.goOn}</Link>
            </p>
          )}
          {signedOut && <Notice tone="info" title={sessionTexts.signedOut} />}
          <SignInMethods
            next={next}
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
