import type { Bot, BotTotals } from '@office365-email/shared/bot'
import type { BotStatus } from '@office365-email/shared/bot-status'

/** Only what a list shows, so that no sealed secret and no diagnosis is read for each bot. */
export const toBot = ({ id, name, ...office365 }: Bot['office365'] & Pick<Bot, 'id' | 'name'>): Bot => ({
  id,
  name,
  office365,
})

interface CountedStatus {
  status: BotStatus
  bots: number
  matching: number
}

export function toBotTotals(rows: CountedStatus[]): BotTotals {
  const sumOf = (member: 'bots' | 'matching') => rows.reduce((sum, row) => sum + row[member], 0)
  const countOf = (wanted: BotStatus) => rows.find((row) => row.status === wanted)?.bots ?? 0
  return {
    bots: sumOf('bots'),
    matching: sumOf('matching'),
    byStatus: {
      failing: countOf('failing'),
      'secret-expired': countOf('secret-expired'),
      unreachable: countOf('unreachable'),
      'secret-expires-soon': countOf('secret-expires-soon'),
      'not-tested': countOf('not-tested'),
      'not-set-up': countOf('not-set-up'),
      working: countOf('working'),
    },
  }
}
