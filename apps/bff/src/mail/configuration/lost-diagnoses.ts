import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

const noEvidence = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }

/** Said of a bot whose saved client secret does not open, or was dropped together with its encryption key. */
export const unreadableSecretDiagnosis: Diagnosis = {
  cause: 'secret_missing',
  candidates: ['secret_missing'],
  field: 'clientSecret',
  retryable: false,
  title: 'The saved secret was lost. Enter the client secret again',
  explanation:
    'The client secret is stored encrypted, and this server no longer has what opens it. All other values are kept. This bot sends nothing until the secret is entered again.',
  nextSteps: [
    'Under Configuration, choose Reset, paste the secret into Client Secret Key and choose Submit.',
    'If you no longer have it, ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets, choose New client secret, and copy the Value.',
  ],
  actor: 'dashboard-admin',
  evidence: noEvidence,
}

/** Said of a queued message whose stored body does not open. */
export const unreadableBodyDiagnosis: Diagnosis = {
  cause: 'unclear',
  candidates: ['unclear'],
  field: 'none',
  retryable: false,
  title: 'The stored message cannot be opened',
  explanation:
    'The message is stored encrypted until it is sent, and this server no longer has what opens it. It was not sent.',
  nextSteps: ['Have the service send the message again, with a new Idempotency-Key.'],
  actor: 'developer',
  evidence: noEvidence,
}
