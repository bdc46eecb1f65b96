import type { Dependencies } from './dependencies.ts'
import { forgetOldAuditEvents } from './ground/audit/forget-old-audit-events.ts'
import { forgetIntakeSecrets } from './mail/intake-links/approve-intake-link.ts'
import { forgetOldMessages } from './mail/sending/message-retention.ts'
import { forgetEndedSessions } from './shell/sessions/session.ts'

type Needed = Pick<
  Dependencies,
  'config' | 'logger' | 'clock' | 'messageRetention' | 'audit' | 'sessions' | 'intakeLinks'
>

/** Deletes everything that is older than it may be. What fails is logged, and tried again the next time. */
export async function forgetExpired(dependencies: Needed): Promise<void> {
  const { config, logger, clock, messageRetention, audit, sessions, intakeLinks } = dependencies
  const now = clock()
  const results = await Promise.allSettled([
    forgetOldMessages(messageRetention, now, config.messageRetentionDays),
    forgetOldAuditEvents(audit, now, config.auditRetentionDays),
    forgetEndedSessions(sessions, now),
    forgetIntakeSecrets(intakeLinks, now),
  ])
  for (const result of results)
    if (result.status === 'rejected')
      logger.error({ name: result.reason instanceof Error ? result.reason.name : 'unknown' }, 'forgetting failed')
}
