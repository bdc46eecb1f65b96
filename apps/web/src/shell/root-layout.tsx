import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { Navigate, Outlet, useLocation } from 'react-router'
import { DelayedSkeleton } from '../ground/components/delayed-skeleton.tsx'
import { Page } from '../ground/components/page.tsx'
import { ProblemNotice } from '../ground/components/problem-notice.tsx'
import { MailHostProvider } from '../mail/host.ts'
import { toMailHost } from './mail-host.tsx'
import { Frame } from './navigation/frame.tsx'
import { Shell } from './navigation/shell.tsx'
import { hasShell } from './page-settings.ts'
import { shellPaths } from './paths.ts'
import { useReportToHost } from './report-page.ts'
import { SignInDialog } from './session/components/sign-in-dialog.tsx'
import { sessionQuery } from './session/queries.ts'
import { appTexts } from './texts.ts'

const SignedOutPage = lazy(async () => ({ default: (await import('./pages/signed-out-page.tsx')).SignedOutPage }))

/** Shows pages to a signed-in person; redirects anyone else to the sign-in page, which leads back here. */
export function RootLayout({ banner }: { banner: ReactNode }) {
  const { data: user, error, refetch } = useQuery(sessionQuery)
  const { pathname, search, hash } = useLocation()
  useReportToHost()
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
  if (user === null && !hasShell)
    return (
      <Frame banner={null}>
        <Suspense>
          <SignedOutPage next={`${pathname}${search}${hash}`} />
        </Suspense>
      </Frame>
    )
  if (user === null)
    return <Navigate to={shellPaths.signIn(`${pathname}${search}${hash}`)} state={{ signedOut: wasSignedIn }} replace />
  return (
    <>
      <MailHostProvider value={toMailHost(user)}>
        {hasShell ? (
          <Shell user={user} banner={banner}>
            <Outlet context={user} />
          </Shell>
        ) : (
          <Frame banner={banner}>
            <Outlet context={user} />
          </Frame>
        )}
      </MailHostProvider>
      <SignInDialog key={user.id} user={user} />
    </>
  )
}
