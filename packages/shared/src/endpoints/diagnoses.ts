import { diagnosisSchema, failureSchema } from '../diagnosis/diagnosis.ts'
import type { Endpoint } from '../endpoint.ts'

export const diagnosisEndpoints = {
  explainError: {
    method: 'POST',
    path: '/diagnoses',
    tag: 'Diagnosis',
    summary: 'Explain an error that was copied from a log; it is neither logged nor stored',
    access: { people: 'admin' },
    body: failureSchema,
    responses: { 200: { description: 'What the error means and what to do.', schema: diagnosisSchema } },
  },
} as const satisfies Record<string, Endpoint>
