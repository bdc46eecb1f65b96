import { createRoute } from '@hono/zod-openapi'
import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import { diagnosisSchema, failureSchema } from '@office365-email/shared/diagnosis/diagnosis'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'

interface Dependencies {
  access: Access
  clock: () => Date
}

export function createDiagnosisRoutes({ access, clock }: Dependencies) {
  const explain = createRoute({
    method: 'post',
    path: '/diagnoses',
    tags: ['Diagnosis'],
    summary: 'Explain an error that was copied from a log; it is neither logged nor stored',
    middleware: [access.allow({ people: 'admin' })],
    request: jsonBody(failureSchema),
    responses: {
      200: jsonContent(diagnosisSchema, 'What the error means and what to do.'),
      ...problemResponses('not-signed-in', 'forbidden', 'invalid-json', 'invalid-request', 'payload-too-large'),
    },
  })
  return createRouter().openapi(explain, (context) =>
    context.json(presentDiagnosis(diagnose(context.req.valid('json'), { now: clock() })), 200),
  )
}
