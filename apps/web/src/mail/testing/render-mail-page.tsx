import { useQuery } from '@tanstack/react-query'
import type { RenderResult } from '@testing-library/react'
import type { ReactElement } from 'react'
import { renderPage } from '../../ground/testing/render-page.tsx'
import { type MailHost, MailHostProvider } from '../host.ts'

const host: MailHost = {
  user: { email: 'ada@example.com', role: 'owner' },
  useBot: (botId) => useQuery({ queryKey: ['bot', botId], queryFn: async () => ({ id: botId, name: botId }) }),
  paths: { botSettings: () => '/host/bot', serviceKeys: () => '/host/keys', audit: () => '/host/audit' },
  Activity: () => null,
}

/** Renders an element of a mail page inside a host that is not the shell. */
export const renderMailPage = (element: ReactElement): RenderResult =>
  renderPage(<MailHostProvider value={host}>{element}</MailHostProvider>)
