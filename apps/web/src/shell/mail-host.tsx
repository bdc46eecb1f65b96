import type { User } from '@office365-email/shared/session'
import { useQuery } from '@tanstack/react-query'
import { lazy } from 'react'
import type { BotChoiceProps, MailHost } from '../mail/host.ts'
import { BotPicker } from './bots/components/bot-picker.tsx'
import { botQuery, loadBotNames } from './bots/queries.ts'
import { useBotNames } from './bots/use-bot-names.ts'
import { shellPaths } from './paths.ts'

const Activity = lazy(async () => ({ default: (await import('./recent-activity.tsx')).RecentActivity }))

const BotChoice = ({ label, all, bot, onPick }: BotChoiceProps) => (
  <BotPicker label={label} bot={bot} none={{ name: all, onPick: () => onPick(null) }} onPick={onPick} />
)

/** What this dashboard provides to the pages of the mail feature. */
export const toMailHost = (user: User): MailHost => ({
  user,
  useBot: (botId) => useQuery(botQuery(botId)),
  loadBotNames,
  useBotNames,
  BotChoice,
  paths: {
    botSettings: shellPaths.settings,
    serviceKeys: shellPaths.serviceKeys,
    people: shellPaths.people,
    audit: shellPaths.audit,
  },
  Activity,
})
