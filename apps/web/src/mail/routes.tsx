import { mailPages } from '@office365-email/shared/pages'
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { RouteObject } from 'react-router'
import { intakeLinksQuery } from './intake-links/queries.ts'
import { loadParts } from './office365/configuration-parts.ts'
import { configurationQuery, draftQuery } from './office365/queries.ts'

/** Fetches the data of a page while its code loads. `onFetched` can read the fetched data from the cache. */
export type Prefetch = (
  queries: ReadonlyArray<{ queryKey: QueryKey }>,
  onFetched?: (cache: Pick<QueryClient, 'getQueryData'>) => void,
) => null

/**
 * The pages of the mail feature. Each page is a separate chunk. The host mounts them inside a `MailHostProvider`, below
 * the path `pages` of its router.
 */
export const createMailRoutes = (prefetch: Prefetch, pages = '') => ({
  /** Below `/bots/:botId`. */
  ofBot: [
    {
      path: `${pages}${mailPages.messages}`,
      lazy: { Component: async () => (await import('./pages/messages-page.tsx')).MessagesPage },
    },
    {
      path: `${pages}${mailPages.message}`,
      lazy: { Component: async () => (await import('./pages/message-page.tsx')).MessagePage },
    },
    {
      path: `${pages}${mailPages.emailSettings}`,
      lazy: { Component: async () => (await import('./pages/email-settings-page.tsx')).EmailSettingsPage },
    },
    {
      path: `${pages}${mailPages.office365}`,
      loader: ({ params: { botId = '' } }) => prefetch([configurationQuery(botId), draftQuery(botId)]),
      children: [
        {
          index: true,
          loader: ({ params: { botId = '' } }) => {
            prefetch([intakeLinksQuery(botId)])
            return prefetch([configurationQuery(botId)], (cache) => {
              const view = cache.getQueryData(configurationQuery(botId).queryKey)
              if (view) loadParts(view).catch(() => {})
            })
          },
          lazy: { Component: async () => (await import('./pages/configuration-page.tsx')).ConfigurationPage },
        },
        {
          path: `${pages}${mailPages.prerequisites}`,
          lazy: { Component: async () => (await import('./pages/prerequisites-page.tsx')).PrerequisitesPage },
        },
        {
          path: `${pages}${mailPages.entra}`,
          lazy: { Component: async () => (await import('./pages/entra-page.tsx')).EntraPage },
        },
        {
          path: `${pages}${mailPages.restrict}`,
          lazy: { Component: async () => (await import('./pages/restrict-page.tsx')).RestrictPage },
        },
        {
          path: `${pages}${mailPages.askAdmin}`,
          loader: ({ params: { botId = '' } }) => prefetch([intakeLinksQuery(botId)]),
          lazy: { Component: async () => (await import('./pages/ask-admin-page.tsx')).AskAdminPage },
        },
        {
          path: `${pages}${mailPages.instructions}`,
          lazy: { Component: async () => (await import('./pages/instructions-page.tsx')).InstructionsPage },
        },
        {
          path: `${pages}${mailPages.sendTest}`,
          lazy: { Component: async () => (await import('./pages/send-test-page.tsx')).SendTestPage },
        },
      ],
    },
  ] satisfies RouteObject[],
  /** Outside of `/bots`. */
  common: [
    {
      path: `${pages}${mailPages.configurations}`,
      lazy: { Component: async () => (await import('./pages/configurations-page.tsx')).ConfigurationsPage },
    },
    {
      path: `${pages}${mailPages.alerts}`,
      lazy: { Component: async () => (await import('./pages/alerts-page.tsx')).AlertsPage },
    },
    {
      path: `${pages}${mailPages.allMessages}`,
      lazy: { Component: async () => (await import('./pages/all-messages-page.tsx')).AllMessagesPage },
    },
    {
      path: `${pages}${mailPages.personalData}`,
      lazy: { Component: async () => (await import('./pages/personal-data-page.tsx')).PersonalDataPage },
    },
    {
      path: `${pages}${mailPages.troubleshooting}`,
      lazy: { Component: async () => (await import('./pages/troubleshooting-page.tsx')).TroubleshootingPage },
    },
  ] satisfies RouteObject[],
  /** For an IT admin with an intake link, who does not sign in. */
  public: [
    {
      path: `${pages}${mailPages.intake}`,
      lazy: { Component: async () => (await import('./pages/intake-page.tsx')).IntakePage },
    },
  ] satisfies RouteObject[],
})
