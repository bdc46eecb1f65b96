import type { ConfigurationState } from '@office365-email/shared/office365-configuration'

export interface UnconfiguredBot {
  createdAt: string
  /** Of the removed configuration, or null. Until it changes, no message is stored for the bot. */
  version: number | null
}

interface Row {
  createdAt: string
  state: ConfigurationState | null
  version: number | null
}

export function toUnconfiguredBot(row: Row | undefined): UnconfiguredBot | 'absent' | 'configured' {
  if (!row) return 'absent'
  const { createdAt, state, version } = row
  return state === null || state === 'unconfigured' ? { createdAt, version } : 'configured'
}

type Outcome = 'deleted' | 'absent' | 'configured'

/**
 * Deletes the bot with what was found of it, and finds it again if the bot was configured in the meantime. A bot that
 * was created in the meantime with the same ID stays.
 */
export async function deleteUnconfigured(
  read: () => Promise<UnconfiguredBot | 'absent' | 'configured'>,
  deleteOnce: (bot: UnconfiguredBot) => Promise<Outcome | 'changed'>,
): Promise<Outcome> {
  const first = await read()
  for (let bot = first; ; bot = await read()) {
    if (typeof first === 'string') return first
    if (typeof bot === 'string') return bot
    const outcome = await deleteOnce({ ...bot, createdAt: first.createdAt })
    if (outcome !== 'changed') return outcome
  }
}
