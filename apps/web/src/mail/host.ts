import type { Bot } from '@office365-email/shared/bot'
import type { Role } from '@office365-email/shared/session'
import type { QueryClient } from '@tanstack/react-query'
import { type ComponentType, createContext, useContext } from 'react'
import type { Crumb } from '../ground/components/page.tsx'
import { mailTexts } from './texts.ts'

export type LoadBotNames = (client: QueryClient, botIds: string[]) => Promise<ReadonlyMap<string, string>>

export interface BotChoiceProps {
  label: string
  /** The name of the choice of all bots. */
  all: string
  /** Null for all bots. */
  bot: Pick<Bot, 'id' | 'name'> | null
  onPick: (botId: string | null) => void
}

/** What the pages of the mail feature need from the dashboard that mounts them. */
export interface MailHost {
  /** The person who uses the pages. */
  user: { email: string; role: Role }
  /** A hook that returns the bot with this ID; without data while it loads. */
  useBot: (botId: string) => { data?: Pick<Bot, 'id' | 'name'> | undefined }
  /** The host's own pages that mail pages link to. Without one, there is no link. */
  paths: {
    botSettings?: ((botId: string) => string) | undefined
    serviceKeys?: (() => string) | undefined
    people?: (() => string) | undefined
    audit?: ((botId: string) => string) | undefined
  }
  /** Loads the names of these bots by their IDs, for lists of several bots. Without it, they show the IDs. */
  loadBotNames?: LoadBotNames | undefined
  /** A hook that does the same. */
  useBotNames?: ((botIds: Iterable<string>) => ReadonlyMap<string, string>) | undefined
  /** Chooses one of the host's bots, or all. Without it, a page of several bots has no such field. */
  BotChoice?: ComponentType<BotChoiceProps> | undefined
  /** The latest actions on a bot. */
  Activity?: ComponentType<{ botId: string; botName: string }> | undefined
}

const MailHostContext = createContext<MailHost | null>(null)

export const MailHostProvider = MailHostContext.Provider

export function useMailHost(): MailHost {
  const host = useContext(MailHostContext)
  if (!host) throw new Error('The pages of the mail feature need a MailHostProvider around them.')
  return host
}

/** The beginning of the breadcrumb: the bot's settings in the host. */
export const settingsCrumbs = ({ paths }: MailHost, botId: string): Crumb[] =>
  paths.botSettings ? [{ label: mailTexts.settings, to: paths.botSettings(botId) }] : []
