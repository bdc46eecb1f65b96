import type { Bot } from '@office365-email/shared/bot'
import type { Role } from '@office365-email/shared/session'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ComponentType, createContext, useContext } from 'react'

/** What the pages of the mail feature need from the dashboard that mounts them. */
export interface MailHost {
  /** The person who uses the pages. */
  user: { email: string; role: Role }
  /** A hook that returns the bot with this ID. */
  useBot: (botId: string) => UseQueryResult<Pick<Bot, 'id' | 'name'>>
  /** The host's own pages that mail pages link to. */
  paths: {
    botSettings: (botId: string) => string
    serviceKeys: () => string
    audit: (botId: string) => string
  }
  /** The latest actions on a bot. */
  Activity: ComponentType<{ botId: string; botName: string }>
}

const MailHostContext = createContext<MailHost | null>(null)

export const MailHostProvider = MailHostContext.Provider

export function useMailHost(): MailHost {
  const host = useContext(MailHostContext)
  if (!host) throw new Error('The pages of the mail feature need a MailHostProvider around them.')
  return host
}
