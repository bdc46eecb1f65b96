import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { diagnosisEndpoints } from '@office365-email/shared/endpoints/diagnoses'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'

export const diagnosisRoutes: EndpointRoute<unknown>[] = [
  handle(diagnosisEndpoints.explainError, (_, { body, context: { now } }) => presentDiagnosis(diagnose(body, { now }))),
]
