import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

const noEvidence = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }

/** Told of messages that were taken for a mailbox which is no longer the configured one. */
export const withdrawnDiagnosis: Diagnosis = {
  cause: 'unclear',
  candidates: ['unclear'],
  field: 'none',
  retryable: false,
  title: 'The configuration was changed before this message was sent',
  explanation:
    'The message waited while the configuration was removed or submitted for another tenant or mailbox. Nothing is sent from a mailbox that was not configured when the message was taken.',
  nextSteps: ['Send the message again if it should go out from the mailbox that is configured now.'],
  actor: 'dashboard-admin',
  evidence: noEvidence,
}

/** Told of messages that waited for a day without one attempt that says why. */
export const expiredDiagnosis: Diagnosis = {
  ...withdrawnDiagnosis,
  title: 'The message waited for 24 hours and was given up',
  explanation: 'Microsoft could not be given the message for a whole day. It was not sent.',
  nextSteps: ['Check the health of the bot, then send the message again.'],
}
