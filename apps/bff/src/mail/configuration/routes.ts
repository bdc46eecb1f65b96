import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { keepMarkable, keepReadable } from '@office365-email/shared/readable-draft'
import { entityTag } from '../../ground/entity-tag.ts'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRequest, type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { isOwnPasswordOf, isService } from '../../ground/http/principal.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { saveAs } from '../../ground/http/save-as.ts'
import { notFound } from '../../ground/problem.ts'
import { toDer } from '../credentials/certificate.ts'
import { findCertificate } from '../credentials/credential.ts'
import { listEntered, readSubmittedCredential } from '../credentials/submitted-credential.ts'
import { presentChecks } from '../verification/checks.ts'
import type { AccessTokenCache } from './access-token-cache.ts'
import { checkConfiguration } from './check-configuration.ts'
import type { ConfigurationRecord } from './office365-configuration.ts'
import type { Office365DraftStore } from './office365-draft-store.ts'
import { presentConfiguration } from './present-configuration.ts'
import { requireConfiguration } from './require-configuration.ts'
import { cancelReset, removeConfiguration, resetConfiguration } from './reset-configuration.ts'
import { type SubmitDependencies, submitConfiguration } from './submit-configuration.ts'

export interface Dependencies extends SubmitDependencies {
  rateLimits: Pick<RateLimits, 'secrets'>
  accessTokens: AccessTokenCache
  drafts: Office365DraftStore
}

function present(
  { issuer }: Pick<Dependencies, 'issuer'>,
  record: ConfigurationRecord,
  { reply, principal }: Pick<EndpointRequest<typeof configurationEndpoints.readConfiguration>, 'reply' | 'principal'>,
): ConfigurationView {
  reply.headers['etag'] = entityTag(record.version)
  return presentConfiguration(record, { forService: isService(principal), issuer })
}

/** Whether the caller names this type, and does not only accept everything. */
const accepts = (header: string | undefined, mediaType: string): boolean =>
  (header ?? '').toLowerCase().includes(mediaType)

export const configurationRoutes: EndpointRoute<Dependencies>[] = [
  handle(configurationEndpoints.readConfiguration, async (dependencies, request) =>
    present(dependencies, await dependencies.configurations.read(request.bot.id), request),
  ),

  handle(configurationEndpoints.submitConfiguration, async (dependencies, request) => {
    const { bot, body, context, http, principal } = request
    const { clientSecret: _, secretExpiresOn: __, credential, ...values } = body
    const submission = {
      botId: bot.id,
      values,
      credential: readSubmittedCredential(body),
      sentAs: credential === undefined ? ('clientSecret' as const) : ('credential' as const),
      ifMatch: http.req.header('if-match') ?? null,
      isOwnPassword: isOwnPasswordOf(principal),
      reachesBot: (botId: string) => principal !== null && reachesBot(principal, botId),
    }
    const submit = () => submitConfiguration(dependencies, context, submission)
    const { configuration, checks } =
      listEntered(submission.credential, submission.sentAs).length === 0
        ? await submit()
        : await dependencies.rateLimits.secrets.attempt(principal, submit)
    const reader = { forService: isService(principal) }
    return { ...present(dependencies, configuration, request), checks: presentChecks(checks, reader) }
  }),

  handle(configurationEndpoints.resetConfiguration, async (dependencies, request) =>
    present(dependencies, await resetConfiguration(dependencies, request.context, request.bot.id), request),
  ),

  handle(configurationEndpoints.cancelReset, async (dependencies, request) =>
    present(dependencies, await cancelReset(dependencies, request.context, request.bot.id), request),
  ),

  handle(configurationEndpoints.removeConfiguration, (dependencies, { bot, context }) =>
    removeConfiguration(dependencies, context, bot.id),
  ),

  handle(configurationEndpoints.checkConfiguration, async (dependencies, { bot, context }) => {
    const checks = await checkConfiguration(dependencies, context, bot.id)
    return { checks: presentChecks(checks, { forService: false }) }
  }),

  handle(configurationEndpoints.readCertificate, async ({ configurations }, { bot, query, http, reply }) => {
    const certificate = findCertificate(await requireConfiguration(configurations, bot.id), query.which)
    if (certificate === null) throw notFound()
    const isDer = accepts(http.req.header('accept'), 'application/pkix-cert')
    reply.headers['content-type'] = isDer ? 'application/pkix-cert' : 'application/x-pem-file'
    saveAs(reply, `office365-email-${bot.id}.${isDer ? 'cer' : 'pem'}`)
    reply.headers['vary'] = 'Accept'
    return isDer ? toDer(certificate) : new TextEncoder().encode(certificate)
  }),

  handle(configurationEndpoints.readDraft, ({ drafts }, { bot }) => drafts.read(bot.id)),

  handle(configurationEndpoints.saveDraft, async ({ drafts }, { bot, body, context }) => {
    const kept = { values: keepReadable(body.values), doneSteps: keepMarkable(body.doneSteps) }
    const draft = { ...kept, savedAt: context.now.toISOString() }
    await drafts.save(bot.id, draft)
    return draft
  }),

  handle(configurationEndpoints.deleteDraft, ({ drafts }, { bot }) => drafts.delete(bot.id)),
]
