import { shellPages } from '@office365-email/shared/pages'
import type { QueryClient } from '@tanstack/react-query'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { basePath } from './ground/base-path.ts'
import { createMailRoutes, type Prefetch } from './mail/routes.tsx'
import { SendingBanner } from './mail/sending/components/sending-banner.tsx'
import { sendingQuery } from './mail/sending/sending-query.ts'
import { botQuery, firstBotsQuery } from './shell/bots/queries.ts'
import { hasShell } from './shell/page-settings.ts'
import { ErrorPage } from './shell/pages/error-page.tsx'
import { NotFoundPage } from './shell/pages/not-found-page.tsx'
import { shellPaths } from './shell/paths.ts'
import { RootLayout } from './shell/root-layout.tsx'
import { sessionQuery } from './shell/session/queries.ts'

/** Does not wait: a page has its own states while its data loads. */
const createPrefetch =
  (queryClient: QueryClient): Prefetch =>
  (queries, onFetched) => {
    void queryClient.prefetchQuery(sessionQuery).then(async () => {
      if (!queryClient.getQueryData(sessionQuery.queryKey)) return
      await Promise.all(queries.map((query) => queryClient.prefetchQuery(query)))
      onFetched?.(queryClient)
    })
    return null
  }

const Layout = () => <RootLayout banner={<SendingBanner />} />

/** Without the shell, the host has people and their sign-in. */
const accountRoutes: RouteObject[] = [
  {
    path: shellPages.signIn,
    lazy: { Component: async () => (await import('./shell/pages/sign-in-page.tsx')).SignInPage },
  },
  {
    path: shellPages.setUp,
    lazy: { Component: async () => (await import('./shell/pages/set-up-page.tsx')).SetUpPage },
  },
]

const signedInRoute: RouteObject = {
  path: shellPages.signedIn,
  lazy: { Component: async () => (await import('./shell/pages/signed-in-page.tsx')).SignedInPage },
}

const peopleRoute: RouteObject = {
  path: shellPages.people,
  lazy: { Component: async () => (await import('./shell/pages/people-page.tsx')).PeoplePage },
}

/** The stand-in dashboard, with the pages of the mail feature inside. Each page is a separate chunk. */
export function createRouter(queryClient: QueryClient) {
  const prefetch = createPrefetch(queryClient)
  const mail = createMailRoutes(prefetch)
  const routes: RouteObject[] = [
    {
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
      children: [...(hasShell ? accountRoutes : []), signedInRoute, ...mail.public],
    },
    {
      path: shellPages.home,
      Component: Layout,
      loader: () => prefetch([firstBotsQuery(), sendingQuery]),
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
      children: [
        {
          ErrorBoundary: ErrorPage,
          children: [
            { index: true, element: <Navigate to={shellPaths.bots()} replace /> },
            {
              path: shellPages.bots,
              lazy: { Component: async () => (await import('./shell/pages/bots-page.tsx')).BotsPage },
            },
            {
              path: shellPages.bot,
              loader: ({ params: { botId = '' } }) => prefetch([botQuery(botId)]),
              children: [
                { index: true, element: <Navigate to="settings" replace /> },
                {
                  path: shellPages.botSettings,
                  lazy: {
                    Component: async () => (await import('./shell/pages/bot-settings-page.tsx')).BotSettingsPage,
                  },
                },
                ...mail.ofBot,
              ],
            },
            ...mail.common,
            {
              path: shellPages.serviceKeys,
              lazy: { Component: async () => (await import('./shell/pages/service-keys-page.tsx')).ServiceKeysPage },
            },
            ...(hasShell ? [peopleRoute] : []),
            {
              path: shellPages.audit,
              lazy: { Component: async () => (await import('./shell/pages/audit-page.tsx')).AuditPage },
            },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ]
  return createBrowserRouter(routes, { basename: basePath || '/' })
}
