import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

/** Told of messages that waited when a backup was made: they may have gone out since. */
export const restoredDiagnosis: Diagnosis = {
  cause: 'unclear',
  candidates: ['unclear'],
  field: 'none',
  retryable: false,
  title: 'The message waited when the backup was made that was restored',
  explanation:
    'It may have been sent between the backup and the restore. It is held, so that nobody gets it twice without being asked.',
  nextSteps: ['Look into the Sent Items of the mailbox, then settle the message, or send it again.'],
  actor: 'dashboard-admin',
  evidence: { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null },
}
