import { createRoute, z } from '@hono/zod-openapi'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { restrictionCheckResultSchema, restrictionCheckSchema } from '@office365-email/shared/office365-configuration'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { checkRestriction, type RestrictionDependencies } from './check-restriction.ts'

interface Dependencies extends RestrictionDependencies {
  access: Access
  rateLimits: RateLimits
  clock: () => Date
}

export function createRestrictionRoutes(dependencies: Dependencies) {
  const { access, rateLimits, clock } = dependencies
  const check = createRoute({
    method: 'post',
    path: '/bots/{botId}/office365/restriction-checks',
    tags: ['Office 365 configuration'],
    summary: 'Find out whether the app is limited to its mailbox; nothing can go out',
    description:
      'Asks Microsoft Graph to send a message without recipients: first from the configured mailbox, then from the other. Microsoft does not document that it checks the permission before the recipients, as this relies on.',
    middleware: [access.allowForBot({ people: 'admin' }), rateLimits.restriction],
    request: { params: z.strictObject({ botId: z.string() }), ...jsonBody(restrictionCheckSchema) },
    responses: {
      200: jsonContent(
        restrictionCheckResultSchema,
        'What was found; `unknown` says why, and never counts as limited.',
      ),
      ...problemResponses(
        'not-signed-in',
        'forbidden',
        'not-found',
        'not-configured',
        'invalid-request',
        'rate-limited',
        'sending-is-off',
        'secret-unreadable',
      ),
    },
  })

  return createRouter().openapi(check, async (context) => {
    const { otherUserId } = context.req.valid('json')
    const request = { botId: context.var.bot.id, otherUserId }
    const requestContext = toRequestContext(context, clock())
    const { diagnosis, ...restriction } = await checkRestriction(dependencies, requestContext, request)
    return context.json({ ...restriction, ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis) }) }, 200)
  })
}
