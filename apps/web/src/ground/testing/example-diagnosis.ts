import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'

export const expiredSecretDiagnosis: DiagnosisView = {
  cause: 'secret_expired',
  candidates: ['secret_expired'],
  field: 'clientSecret',
  retryable: false,
  title: 'The client secret has expired',
  explanation: 'Entra knows this secret, but its end date has passed.',
  nextSteps: ['In Entra, open the app’s Certificates & secrets page and make a new client secret.', 'Copy its Value.'],
  actions: ['create-secret', 'copy-value'],
  actor: 'it-admin',
  owner: 'entra',
  evidence: {
    code: 'AADSTS7000222',
    message: 'The provided client secret keys are expired.',
    status: 401,
    requestId: '2f0c7c1e-4a7e-4f0e-9d5b-6a1f3d1f8a00',
    correlationId: 'c0ffee00-4a7e-4f0e-9d5b-6a1f3d1f8a00',
    timestamp: '2026-11-23T12:40:00Z',
  },
}
