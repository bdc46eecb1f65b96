import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import type { MailHost } from '../mail/host.ts'
import { botQuery } from './bots/queries.ts'
import { shellPaths } from './paths.ts'

const Activity = lazy(async () => ({ default: (await import('./recent-activity.tsx')).RecentActivity }))

/** What this dashboard provides to the pages of the mail feature. */
export const toMailHost = (user: User): MailHost => ({
  user,
  useBot: (botId) => useQuery(botQuery(botId)),
  paths: { botSettings: shellPaths.settings, serviceKeys: shellPaths.serviceKeys, audit: shellPaths.audit },
  Activity,
})
