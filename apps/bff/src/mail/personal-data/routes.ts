import { personalDataEndpoints } from '@office365-email/shared/endpoints/personal-data'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { type PersonalDataDependencies, takeStep } from './take-step.ts'

export const personalDataRoutes: EndpointRoute<PersonalDataDependencies>[] = [
  handle(personalDataEndpoints.searchPersonalData, (dependencies, { body, context }) =>
    takeStep(dependencies, context, { address: body.address, position: body.position ?? null, isDeletion: false }),
  ),

  handle(personalDataEndpoints.deletePersonalData, (dependencies, { body, context }) =>
    takeStep(dependencies, context, { address: body.address, position: body.position ?? null, isDeletion: true }),
  ),
]
