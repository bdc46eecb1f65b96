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
                  path: 'settings/email/office365/entra',
                  lazy: { Component: async () => (await import('./entra-page.tsx')).EntraPage },
                },
                {
                  path: 'settings/email/office365/restrict',
                  lazy: { Component: async () => (await import('./restrict-page.tsx')).RestrictPage },
                },
                {
                  path: 'settings/email/office365/ask-admin',
                  lazy: { Component: async () => (await import('./ask-admin-page.tsx')).AskAdminPage },
                },
                {
                  path: 'settings/email/office365/instructions',
                  lazy: { Component: async () => (await import('./instructions-page.tsx')).InstructionsPage },
                },
                {
                  path: 'settings/email/office365/send-test',
                  lazy: { Component: async () => (await import('./send-test-page.tsx')).SendTestPage },
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
