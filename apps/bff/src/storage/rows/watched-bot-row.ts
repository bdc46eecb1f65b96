import type { ConfigurationState } from '@office365-email/shared/office365-configuration'
import type { WatchedBot } from '../../mail/alerts/alert-state-store.ts'
import type { KnownState } from '../../mail/alerts/decide-alerts.ts'

/** How many bots are read at a time: few enough that no request waits noticeably. */
export const pageSize = 500

/** Sorts after every ID, because IDs have only lower-case letters, digits and hyphens. */
export const afterEveryId = '~'

interface Row extends Pick<WatchedBot, 'bot' | 'reported'> {
  known: KnownState & { state: ConfigurationState }
}

export const toWatchedBot = ({ bot, known, reported }: Row): WatchedBot => ({
  bot,
  known: known.state === 'unconfigured' ? null : known,
  reported,
})
