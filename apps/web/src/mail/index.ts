import type { RouteObject } from 'react-router'
import { moveTo } from '../ground/place.ts'
import { shareQueryCache } from '../ground/query-client.ts'
// First, so that the styles of the components are after them.
import '../ground/styles/mantine.css'
import '../ground/styles/theme-variables.css'
import '../ground/styles/host-theme.css'
import '../ground/styles/global.css'
import type { MailRoutesOptions } from './mounted/options.ts'
import { createMailRoutes, type Prefetch } from './routes.tsx'

export type { Theme, ThemeVariable } from '@office365-email/shared/theme'
export type { MailPage } from './mounted/find-page.ts'
export type { MailRoutesOptions, MailTheme } from './mounted/options.ts'
export { mailPaths } from './paths.ts'

export interface MailRoutes {
  /** For signed-in people: put them below the route that has your frame and requires the sign-in. */
  pages: RouteObject[]
  /** For IT admins with a link, who have no account: put them where no sign-in is required. */
  public: RouteObject[]
}

/** The pages of the mail feature as routes for your own router, which must be a data router. Call it once. */
export function mailRoutes(options: MailRoutesOptions): MailRoutes {
  const { basename, api, send } = options
  moveTo({ pages: basename, api, ...(send && { send }) })
  const queryClient = shareQueryCache(options.queryClient)
  const prefetch: Prefetch = (queries, onFetched) => {
    void Promise.all(queries.map((query) => queryClient.prefetchQuery(query))).then(() => onFetched?.(queryClient))
    return null
  }
  const routes = createMailRoutes(prefetch, basename)
  const loadFrame = async () => (await import('./mounted-pages.tsx')).createMountedPages(options, queryClient)
  const withErrors = (children: RouteObject[]): RouteObject[] => [
    {
      lazy: { ErrorBoundary: async () => (await import('./mounted/error-page.tsx')).ErrorPage },
      children,
    },
  ]
  return {
    pages: [
      {
        HydrateFallback: () => null,
        lazy: { Component: async () => (await loadFrame()).Pages },
        children: withErrors([...routes.ofBot, ...routes.common]),
      },
    ],
    public: [
      {
        HydrateFallback: () => null,
        lazy: { Component: async () => (await loadFrame()).PublicPages },
        children: withErrors(routes.public),
      },
    ],
  }
}
