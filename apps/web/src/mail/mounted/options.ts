import type { Role } from '@office365-email/shared/session'
import type { Theme } from '@office365-email/shared/theme'
import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { SignInReason } from '../../ground/sign-in-request.ts'
import type { MailPage } from './find-page.ts'

export interface MailRoutesOptions {
  /** The path in your router below which the pages are, such as `/settings/email-feature`. */
  basename: string
  /** The URL or path below which your server serves the API, such as `/api/email`. */
  api: string
  /** Sends a request to the API; by default `fetch`. Add what your server needs to know who it is. */
  send?: ((url: string, request: RequestInit & { headers: Headers }) => Promise<Response>) | undefined
  /** Your query client. The pages use its cache, so that its `clear()` at a sign-out also forgets what they have read. */
  queryClient: QueryClient
  /** A hook that returns the signed-in person. */
  useUser: () => { email: string; role: Role }
  /** A hook that returns the name of the page's bot; undefined while it loads. Null: the page belongs to no bot. */
  useBotName: (botId: string | null) => string | undefined
  /** A hook that returns your theme. By default, the pages follow the operating system, and your style sheets. */
  useTheme?: (() => MailTheme) | undefined
  /** Your own pages that the mail pages link to: paths in your router, or URLs. Without one, there is no link. */
  hostPages?:
    | {
        botSettings?: (botId: string) => string
        serviceKeys?: () => string
        people?: () => string
        audit?: (botId: string) => string
      }
    | undefined
  /** Shown below the set-up of a bot: the latest actions on it. */
  Activity?: ComponentType<{ botId: string; botName: string }> | undefined
  /** Called for each mail page that the person opens. */
  onNavigate?: ((page: MailPage) => void) | undefined
  /**
   * The server asks for a sign-in: the session has `ended`, or an action needs a `fresh` one. Resolve to true once the
   * person has signed in: then the waiting requests are sent again. Otherwise the pages say that the session has ended.
   */
  onSignInNeeded?: ((reason: SignInReason) => Promise<boolean>) | undefined
}

export interface MailTheme {
  /** `auto` follows the operating system. */
  colorScheme: 'light' | 'dark' | 'auto'
  /** The same variables that your style sheets can set: docs/theme.md. */
  variables?: Theme | undefined
}
