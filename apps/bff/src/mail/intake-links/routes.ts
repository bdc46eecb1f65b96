import type { CredentialKind } from '@office365-email/shared/credential'
import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import { entityTag } from '../../ground/entity-tag.ts'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { isOwnPasswordOf } from '../../ground/http/principal.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { presentConfiguration } from '../configuration/present-configuration.ts'
import { readApplicationSharing, type SharingDependencies } from '../configuration/read-application-sharing.ts'
import { isEntered } from '../credentials/credential.ts'
import type { Bots } from '../ports.ts'
import { approveIntakeLink, type ManageDependencies, revokeIntakeLink } from './approve-intake-link.ts'
import { checkIntake } from './check-intake.ts'
import { createIntakeLink } from './create-intake-link.ts'
import type { IntakeLink } from './intake-link.ts'
import { presentIntakeLink, presentRegistration } from './present-intake-link.ts'
import { getOpenLink, getRegisteringLink, getUsableLink, readIntake } from './read-intake.ts'
import { type SubmitIntakeDependencies, submitIntake } from './submit-intake.ts'

export interface Dependencies extends ManageDependencies, SubmitIntakeDependencies, SharingDependencies {
  config: { publicUrl: string }
  rateLimits: Pick<RateLimits, 'requireBot' | 'requireLink' | 'secrets'>
  bots: Bots
}

async function limitSignIns(
  { rateLimits }: Pick<Dependencies, 'rateLimits'>,
  { id, botId }: IntakeLink,
): Promise<void> {
  await rateLimits.requireLink(id)
  await rateLimits.requireBot('microsoft', botId)
}

/** A link takes either a client secret, or values without one. */
function requireKind(isAccepted: boolean, kind: CredentialKind): void {
  if (isAccepted) return
  const how = isEntered(kind) ? 'takes a client secret' : 'takes no client secret: the server makes the credential'
  throw new Problem('not-possible-now', { detail: `This link ${how}. Load the page again.` })
}

export const intakeLinkRoutes: EndpointRoute<Dependencies>[] = [
  handle(intakeLinkEndpoints.listIntakeLinks, async ({ intakeLinks, issuer }, { bot, context: { now } }) => ({
    intakeLinks: (await intakeLinks.list(bot.id)).map((link) => presentIntakeLink(link, now, issuer)),
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
    const configuration = await approveIntakeLink(dependencies, context, params, {
      isOwnPassword: isOwnPasswordOf(principal),
      reachesBot: (botId) => principal !== null && reachesBot(principal, botId),
    })
    reply.headers['etag'] = entityTag(configuration.version)
    return presentConfiguration(configuration, { forService: false, issuer: dependencies.issuer })
  }),

  handle(intakeLinkEndpoints.readIntake, async (dependencies, { body, context }) => {
    const link = await getUsableLink(dependencies.intakeLinks, body.token, context.now)
    await dependencies.rateLimits.requireLink(link.id)
    return await readIntake(dependencies, context, link)
  }),

  handle(
    intakeLinkEndpoints.readIntakeSharing,
    async (dependencies, { body: { token, clientId }, context: { now } }) => {
      const { id, botId } = await getUsableLink(dependencies.intakeLinks, token, now)
      await dependencies.rateLimits.requireLink(id)
      const { isShared } = await readApplicationSharing(dependencies, { botId, clientId, now })
      return { isShared }
    },
  ),

  handle(intakeLinkEndpoints.submitIntake, async (dependencies, { body, principal, context }) => {
    const { rateLimits, intakeLinks } = dependencies
    const { token, clientSecret, ...values } = body
    const link = await getOpenLink(intakeLinks, token, context.now)
    requireKind(isEntered(link.credentialKind), link.credentialKind)
    await limitSignIns(dependencies, link)
    const submission = { values, clientSecret: secretOf(clientSecret), isOwnPassword: isOwnPasswordOf(principal) }
    const checks = await rateLimits.secrets.attempt(principal, () =>
      submitIntake(dependencies, context, link, submission),
    )
    const asked = { botId: link.botId, clientId: values.clientId, now: context.now }
    const { isShared } = await readApplicationSharing(dependencies, asked)
    return { checks, isShared }
  }),

  handle(intakeLinkEndpoints.prepareIntake, async (dependencies, { body: { token, ...values }, context }) => {
    const { intakeLinks, issuer } = dependencies
    const link = await getOpenLink(intakeLinks, token, context.now)
    requireKind(!isEntered(link.credentialKind), link.credentialKind)
    await limitSignIns(dependencies, link)
    const submission = { values, clientSecret: null, isOwnPassword: null }
    const checks = await submitIntake(dependencies, context, link, submission)
    const registering = await getRegisteringLink(intakeLinks, token, context.now)
    return { checks, registration: presentRegistration(registering, issuer) }
  }),

  handle(intakeLinkEndpoints.checkIntake, async (dependencies, { body: { token }, context }) => {
    const { intakeLinks, issuer } = dependencies
    const link = await getRegisteringLink(intakeLinks, token, context.now)
    await limitSignIns(dependencies, link)
    const { link: checked, checks } = await checkIntake(dependencies, context, link)
    return { checks, registration: presentRegistration(checked, issuer) }
  }),
]
