import { Button, type MantineColorSchemeManager, MantineProvider } from '@mantine/core'
import { useColorScheme } from '@mantine/hooks'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from 'react'
import { Outlet, useLocation } from 'react-router'
import { Notice } from '../ground/components/notice.tsx'
import { signInRequest } from '../ground/sign-in-request.ts'
import { theme } from '../ground/styles/theme.ts'
import { type MailHost, MailHostProvider } from './host.ts'
import { findPage } from './mounted/find-page.ts'
import type { MailRoutesOptions, MailTheme } from './mounted/options.ts'
import { InShadowRoot } from './mounted/shadow-root.tsx'
import { SendingBanner } from './sending/components/sending-banner.tsx'

const texts = {
  signedOut: 'You are signed out',
  signedOutHelp: 'Reload the page to sign in again.',
  reload: 'Reload',
}

const followSystem: MailTheme = { colorScheme: 'auto' }
const useSystemTheme = () => followSystem

/** The host decides: the pages store nothing. */
const fixedScheme = (scheme: 'light' | 'dark'): MantineColorSchemeManager => ({
  get: () => scheme,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
})

interface FrameProps {
  options: MailRoutesOptions
  queryClient: QueryClient
  children: ReactNode
}

function Frame({ options, queryClient, children }: FrameProps) {
  const { useTheme = useSystemTheme, onNavigate, basename } = options
  const { colorScheme, variables } = useTheme()
  const systemScheme = useColorScheme()
  const scheme = colorScheme === 'auto' ? systemScheme : colorScheme
  const manager = useMemo(() => fixedScheme(scheme), [scheme])
  const { pathname } = useLocation()
  useEffect(() => {
    const page = findPage(basename, pathname)
    if (page) onNavigate?.(page)
  }, [basename, pathname, onNavigate])
  return (
    <InShadowRoot variables={variables}>
      {(root) => (
        <MantineProvider
          theme={theme}
          colorSchemeManager={manager}
          forceColorScheme={scheme}
          getRootElement={() => root}
          withCssVariables={false}
          withGlobalClasses={false}
        >
          <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
        </MantineProvider>
      )}
    </InShadowRoot>
  )
}

const decline = () => Promise.resolve(false)

/** Passes on to the host that requests wait for a sign-in. */
function SignInNotice({ onSignInNeeded = decline }: Pick<MailRoutesOptions, 'onSignInNeeded'>) {
  const { isDeclined } = useSyncExternalStore(signInRequest.subscribe, signInRequest.current)
  useEffect(() => {
    const ask = () => {
      const { reason } = signInRequest.current()
      if (reason) void onSignInNeeded(reason).then(signInRequest.settle, () => signInRequest.settle(false))
    }
    const unsubscribe = signInRequest.subscribe(ask)
    return () => void unsubscribe()
  }, [onSignInNeeded])
  if (!isDeclined) return null
  return (
    <Notice
      tone="caution"
      role="status"
      title={texts.signedOut}
      actions={
        <Button size="xs" onClick={() => window.location.reload()}>
          {texts.reload}
        </Button>
      }
    >
      <p>{texts.signedOutHelp}</p>
    </Notice>
  )
}

/** Calls the hooks of the host, outside of our own providers. */
function useHost({ useUser, useBotName, basename }: MailRoutesOptions, others: Pick<MailHost, 'paths' | 'Activity'>) {
  const { pathname } = useLocation()
  const botId = findPage(basename, pathname)?.botId ?? null
  const { email, role } = useUser()
  const name = useBotName(botId)
  return useMemo<MailHost>(
    () => ({
      user: { email, role },
      useBot: (id) => ({ data: name === undefined || id !== botId ? undefined : { id, name } }),
      ...others,
    }),
    [email, role, name, botId, others],
  )
}

const ForSignedIn = ({ host, onSignInNeeded }: { host: MailHost } & Pick<MailRoutesOptions, 'onSignInNeeded'>) => (
  <MailHostProvider value={host}>
    <div className="stack wide">
      <SignInNotice onSignInNeeded={onSignInNeeded} />
      <SendingBanner />
      <Outlet />
    </div>
  </MailHostProvider>
)

/** A component of the host works with the host's query client. */
const withClientOfHost = ({ Activity, queryClient }: MailRoutesOptions): MailHost['Activity'] =>
  Activity &&
  ((bot) => (
    <QueryClientProvider client={queryClient}>
      <Activity {...bot} />
    </QueryClientProvider>
  ))

/** The pages for a signed-in person, and those for an IT admin with a link. */
export function createMountedPages(options: MailRoutesOptions, queryClient: QueryClient) {
  const others = { paths: options.hostPages ?? {}, Activity: withClientOfHost(options) }
  return {
    Pages: () => (
      <Frame options={options} queryClient={queryClient}>
        <ForSignedIn host={useHost(options, others)} onSignInNeeded={options.onSignInNeeded} />
      </Frame>
    ),
    PublicPages: () => (
      <Frame options={options} queryClient={queryClient}>
        <Outlet />
      </Frame>
    ),
  }
}
