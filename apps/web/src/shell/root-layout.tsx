import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { DelayedSkeleton } from '../ground/components/delayed-skeleton.tsx'
import { Page } from '../ground/components/page.tsx'
import { ProblemNotice } from '../ground/components/problem-notice.tsx'
import { MailHostProvider } from '../mail/host.ts'
import { toMailHost } from './mail-host.tsx'
import { Shell } from './navigation/shell.tsx'
import { shellPaths } from './paths.ts'
import { SignInDialog } from './session/components/sign-in-dialog.tsx'
import { sessionQuery } from './session/queries.ts'
import { appTexts } from './texts.ts'

/** Shows pages to a signed-in person; redirects anyone else to the sign-in page, which leads back here. */
export function RootLayout({ banner }: { banner: ReactNode }) {
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
    return <Navigate to={shellPaths.signIn(`${pathname}${search}${hash}`)} state={{ signedOut: wasSignedIn }} replace />
  return (
    <>
      <MailHostProvider value={toMailHost(user)}>
        <Shell user={user} banner={banner}>
          <Outlet context={user} />
        </Shell>
      </MailHostProvider>
      <SignInDialog key={user.id} user={user} />
    </>
  )
}
