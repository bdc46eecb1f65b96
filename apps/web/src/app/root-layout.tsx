import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { DelayedSkeleton } from '../components/delayed-skeleton.tsx'
import { Page } from '../components/page.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { sessionQuery } from '../features/session/api/session-query.ts'
import { SignInDialog } from '../features/session/components/sign-in-dialog.tsx'
import { paths } from '../lib/paths.ts'
import { Shell } from './shell/shell.tsx'
import { appTexts } from './texts.ts'

/** Shows pages to whoever is signed in; sends everybody else to sign in and back. */
export function RootLayout() {
  const { data: user, error, refetch } = useQuery(sessionQuery)
  const { pathname, search, hash } = useLocation()
  const [wasSignedIn, setWasSignedIn] = useState(false)
  if (user && !wasSignedIn) setWasSignedIn(true)
  if (error && !user)
    return (
      <main>
        <Page title={appTexts.session.failed}>
          <ProblemNotice error={error} onRetry={() => void refetch()} />
        </Page>
      </main>
    )
  if (user === undefined) return <DelayedSkeleton lines={[{ id: 'header', width: '100%', height: '3.5rem' }]} />
  if (user === null)
    return <Navigate to={paths.signIn(`${pathname}${search}${hash}`)} state={{ signedOut: wasSignedIn }} replace />
  return (
    <>
      <Shell user={user}>
        <Outlet context={user} />
      </Shell>
      <SignInDialog key={user.id} user={user} />
    </>
  )
}
