import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'

/** Failures of this server's own that no answer of Microsoft explains. */
export const noAnswer: Failure = {
  stage: 'network',
  body: undefined,
  raw: 'ETIMEDOUT: no answer to the finished request',
}
export const tooLate: Failure = { stage: 'network', body: undefined, raw: 'ETIMEDOUT: signing in took too long' }
export const interrupted: Failure = {
  stage: 'network',
  body: undefined,
  raw: 'ETIMEDOUT: the server ended before the answer came',
}
/** The lane did not admit a message that Microsoft refused before. */
export const notAdmitted: Failure = { stage: 'graph', status: 429, body: undefined }

const lookFirst =
  'Before you send again, check in the Sent Items of the mailbox, or with the recipient, whether the message went out: it had been handed over.'

/** The diagnosis of a message whose fate is unknown: whatever the cause, somebody has to look before it is sent again. */
export function afterHandOver(diagnosis: Diagnosis): Diagnosis {
  const others = diagnosis.nextSteps.filter((step) => !/\b(try|send) again\b/i.test(step))
  return { ...diagnosis, retryable: false, nextSteps: [lookFirst, ...others] }
}

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
  evidence: noEvidence,
}
