import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { checkRestriction, type RestrictionDependencies } from './check-restriction.ts'

export const restrictionRoutes: EndpointRoute<RestrictionDependencies>[] = [
  handle(configurationEndpoints.checkRestriction, async (dependencies, { bot, body: { otherUserId }, context }) => {
    const asked = { botId: bot.id, otherUserId }
    const { diagnosis, ...restriction } = await checkRestriction(dependencies, context, asked)
    return { ...restriction, ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis) }) }
  }),
]
