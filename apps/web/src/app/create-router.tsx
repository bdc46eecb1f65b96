import { createBrowserRouter, Navigate } from 'react-router'
import { paths } from '../lib/paths.ts'
import { ErrorPage } from './error-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { RootLayout } from './root-layout.tsx'

/** One page a file, each in a chunk of its own. */
export const createRouter = () =>
  createBrowserRouter([
    {
      path: '/sign-in',
      lazy: { Component: async () => (await import('./sign-in-page.tsx')).SignInPage },
      HydrateFallback: () => null,
      ErrorBoundary: ErrorPage,
    },
    {
      path: '/',
      Component: RootLayout,
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
                  lazy: { Component: async () => (await import('./configuration-page.tsx')).ConfigurationPage },
                },
                {
                  path: 'settings/email/office365/prerequisites',
                  lazy: { Component: async () => (await import('./prerequisites-page.tsx')).PrerequisitesPage },
                },
                {
                  path: 'settings/email/office365/send-test',
                  lazy: { Component: async () => (await import('./send-test-page.tsx')).SendTestPage },
                },
              ],
            },
            { path: '*', Component: NotFoundPage },
          ],
        },
      ],
    },
  ])
