import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { createBrowserRouter, Navigate } from 'react-router'
import { botQuery } from '../features/bots/api/bot-query.ts'
import { botsQuery } from '../features/bots/api/bots-query.ts'
import { intakeLinksQuery } from '../features/intake-links/api/intake-links-query.ts'
import { configurationQuery } from '../features/office365/api/configuration-query.ts'
import { draftQuery } from '../features/office365/api/draft-query.ts'
import { sendingQuery } from '../features/sending/api/sending-query.ts'
import { sessionQuery } from '../features/session/api/session-query.ts'
import { paths } from '../lib/paths.ts'
import { ErrorPage } from './error-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { RootLayout } from './root-layout.tsx'

const setupQueries = (botId: string) => [botQuery(botId), configurationQuery(botId), draftQuery(botId)]

/** Asks for what a page will need while its code is still on the way. Waits for nothing: the page has its own states. */
function begin(queryClient: QueryClient, queries: ReadonlyArray<{ queryKey: QueryKey }>): null {
  void queryClient.prefetchQuery(sessionQuery).then(() => {
    if (queryClient.getQueryData(sessionQuery.queryKey))
      for (const query of queries) void queryClient.prefetchQuery(query)
  })
  return null
}

/** One page a file, each in a chunk of its own. */
export const createRouter = (queryClient: QueryClient) =>
  createBrowserRouter([
    {
      path: '/sign-in',
      lazy: { Component: async () => (await import('./sign-in-page.tsx')).SignInPage },
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
    },
    {
      path: '/signed-in',
      lazy: { Component: async () => (await import('./signed-in-page.tsx')).SignedInPage },
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
    },
    {
      path: '/intake',
      lazy: { Component: async () => (await import('./intake-page.tsx')).IntakePage },
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
    },
    {
      path: '/set-up',
      lazy: { Component: async () => (await import('./set-up-page.tsx')).SetUpPage },
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
    },
    {
      path: '/',
      Component: RootLayout,
      loader: () => begin(queryClient, [botsQuery, sendingQuery]),
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
      children: [
        {
          ErrorBoundary: ErrorPage,
          children: [
            { index: true, element: <Navigate to={paths.bots()} replace /> },
            { path: 'bots', lazy: { Component: async () => (await import('./bots-page.tsx')).BotsPage } },
            {
              path: 'bots/:botId',
              children: [
                { index: true, lazy: { Component: async () => (await import('./bot-redirect.tsx')).BotRedirect } },
                {
                  path: 'messages',
                  lazy: { Component: async () => (await import('./messages-page.tsx')).MessagesPage },
                },
                {
                  path: 'settings',
                  lazy: { Component: async () => (await import('./bot-settings-page.tsx')).BotSettingsPage },
                },
                {
                  path: 'settings/email',
                  lazy: { Component: async () => (await import('./email-settings-page.tsx')).EmailSettingsPage },
                },
                {
                  path: 'settings/email/office365',
                  loader: ({ params: { botId = '' } }) => begin(queryClient, setupQueries(botId)),
                  children: [
                    {
                      index: true,
                      loader: ({ params: { botId = '' } }) => begin(queryClient, [intakeLinksQuery(botId)]),
                      lazy: { Component: async () => (await import('./configuration-page.tsx')).ConfigurationPage },
                    },
                    {
                      path: 'prerequisites',
                      lazy: { Component: async () => (await import('./prerequisites-page.tsx')).PrerequisitesPage },
                    },
                    { path: 'entra', lazy: { Component: async () => (await import('./entra-page.tsx')).EntraPage } },
                    {
                      path: 'restrict',
                      lazy: { Component: async () => (await import('./restrict-page.tsx')).RestrictPage },
                    },
                    {
                      path: 'ask-admin',
                      loader: ({ params: { botId = '' } }) => begin(queryClient, [intakeLinksQuery(botId)]),
                      lazy: { Component: async () => (await import('./ask-admin-page.tsx')).AskAdminPage },
                    },
                    {
                      path: 'instructions',
                      lazy: { Component: async () => (await import('./instructions-page.tsx')).InstructionsPage },
                    },
                    {
                      path: 'send-test',
                      lazy: { Component: async () => (await import('./send-test-page.tsx')).SendTestPage },
                    },
                  ],
                },
              ],
            },
            {
              path: 'troubleshooting',
              lazy: { Component: async () => (await import('./troubleshooting-page.tsx')).TroubleshootingPage },
            },
            {
              path: 'service-keys',
              lazy: { Component: async () => (await import('./service-keys-page.tsx')).ServiceKeysPage },
            },
            { path: 'people', lazy: { Component: async () => (await import('./people-page.tsx')).PeoplePage } },
            { path: 'audit', lazy: { Component: async () => (await import('./audit-page.tsx')).AuditPage } },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ])
