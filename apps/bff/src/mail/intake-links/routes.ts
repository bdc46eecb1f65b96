import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { isOwnPasswordOf } from '../../ground/http/principal.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { entityTag } from '../configuration/configuration-version.ts'
import { presentConfiguration } from '../configuration/present-configuration.ts'
import { readApplicationSharing, type SharingDependencies } from '../configuration/read-application-sharing.ts'
import type { Bots } from '../ports.ts'
import { approveIntakeLink, type ManageDependencies, revokeIntakeLink } from './approve-intake-link.ts'
import { createIntakeLink } from './create-intake-link.ts'
import { presentIntakeLink } from './intake-link.ts'
import { getOpenLink, readIntake } from './read-intake.ts'
import { type SubmitIntakeDependencies, submitIntake } from './submit-intake.ts'

export interface Dependencies extends ManageDependencies, SubmitIntakeDependencies, SharingDependencies {
  config: { publicUrl: string }
  rateLimits: Pick<RateLimits, 'requireBot' | 'secrets'>
  bots: Bots
}

export const intakeLinkRoutes: EndpointRoute<Dependencies>[] = [
  handle(intakeLinkEndpoints.listIntakeLinks, async ({ intakeLinks }, { bot, context: { now } }) => ({
    intakeLinks: (await intakeLinks.list(bot.id)).map((link) => presentIntakeLink(link, now)),
  })),

  handle(intakeLinkEndpoints.createIntakeLink, async (dependencies, { bot, body, context }) => {
    const { link, token } = await createIntakeLink(dependencies, context, { botId: bot.id, ...body })
    const { id, expiresAt } = link
    return { id, url: `${dependencies.config.publicUrl}/intake#${token}`, expiresAt }
  }),

  handle(intakeLinkEndpoints.revokeIntakeLink, (dependencies, { params, context }) =>
    revokeIntakeLink(dependencies, context, params),
  ),

  handle(intakeLinkEndpoints.approveIntakeLink, async (dependencies, { params, principal, context, reply }) => {
    const configuration = await approveIntakeLink(dependencies, context, params, isOwnPasswordOf(principal))
    reply.headers['etag'] = entityTag(configuration.version)
    return presentConfiguration(configuration, { forService: false })
  }),

  handle(intakeLinkEndpoints.readIntake, (dependencies, { body, context }) =>
    readIntake(dependencies, context, body.token),
  ),

  handle(
    intakeLinkEndpoints.readIntakeSharing,
    async (dependencies, { body: { token, clientId }, context: { now } }) => {
      const { botId } = await getOpenLink(dependencies.intakeLinks, token, now)
      const { isShared } = await readApplicationSharing(dependencies, { botId, clientId, now })
      return { isShared }
    },
  ),

  handle(intakeLinkEndpoints.submitIntake, async (dependencies, { body, principal, context }) => {
    const { rateLimits, intakeLinks } = dependencies
    const { token, clientSecret, ...values } = body
    const link = await getOpenLink(intakeLinks, token, context.now)
    await rateLimits.requireBot('microsoft', link.botId)
    const submission = {
      values: { ...values, clientSecret: secretOf(clientSecret) },
      isOwnPassword: isOwnPasswordOf(principal),
    }
    const checks = await rateLimits.secrets.attempt(principal, () =>
      submitIntake(dependencies, context, link, submission),
    )
    const asked = { botId: link.botId, clientId: values.clientId, now: context.now }
    const { isShared } = await readApplicationSharing(dependencies, asked)
    return { checks, isShared }
  }),
]
