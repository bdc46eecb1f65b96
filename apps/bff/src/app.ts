import type { Dependencies } from './dependencies.ts'
import { createAccess } from './ground/http/access.ts'
import { accessLog } from './ground/http/access-log.ts'
import { createErrorHandler } from './ground/http/answer-problem.ts'
import { serveApiReference } from './ground/http/api-reference.ts'
import { closeWhileStopping } from './ground/http/close-while-stopping.ts'
import { limitBody } from './ground/http/limit-body.ts'
import { createNotFoundHandler } from './ground/http/method-not-allowed.ts'
import { answerMetrics } from './ground/http/metrics-route.ts'
import { createRouter, documentSurroundings } from './ground/http/openapi.ts'
import { createRateLimits } from './ground/http/rate-limits.ts'
import { requestContext } from './ground/http/request-context.ts'
import { requireJson } from './ground/http/require-json.ts'
import { requireHost, requireSameOrigin } from './ground/http/same-origin.ts'
import { securityHeaders } from './ground/http/security-headers.ts'
import { serveWebFiles } from './ground/http/web-files.ts'
import { createAlertWebhookRoutes, documentAlerts } from './mail/alerts/routes.ts'
import { createOffice365DraftRoutes } from './mail/configuration/draft-routes.ts'
import { createOffice365ConfigurationRoutes } from './mail/configuration/routes.ts'
import { createSameApplicationRoutes } from './mail/configuration/same-application-routes.ts'
import { createDiagnosisRoutes } from './mail/diagnoses/routes.ts'
import { createIntakeLinkRoutes } from './mail/intake-links/routes.ts'
import { createRestrictionRoutes } from './mail/restriction/routes.ts'
import { createMessageRoutes } from './mail/sending/message-routes.ts'
import { createSendingRoutes } from './mail/sending/sending-routes.ts'
import { createAuditRoutes } from './shell/audit/routes.ts'
import { createBotRoutes } from './shell/bots/routes.ts'
import { createPeopleRoutes } from './shell/people/routes.ts'
import { createServiceKeyRoutes } from './shell/service-keys/routes.ts'
import { authenticate } from './shell/sessions/authenticate.ts'
import { createIdentityProviderRoutes } from './shell/sessions/identity-provider-routes.ts'
import { createSessionRoutes } from './shell/sessions/routes.ts'
import { createSessionCookie } from './shell/sessions/session-cookie.ts'
import { version } from './version.ts'

/** Mounts what surrounds every request, and the features. Touches nothing outside. */
export function createApp(dependencies: Dependencies) {
  const { config, logger } = dependencies
  const cookie = createSessionCookie(config)
  const rateLimits = createRateLimits()
  const access = createAccess(dependencies)
  const features = { ...dependencies, access, rateLimits, cookie }

  const api = createRouter()
  api.use((context, next) => {
    context.header('cache-control', 'no-store')
    return next()
  })
  api.use(requireSameOrigin(config.publicUrl, (context) => cookie.read(context) !== undefined))
  api.use(limitBody)
  api.use(requireJson)
  api.use(authenticate({ ...dependencies, rateLimits, cookie }))
  api.use(rateLimits.everything)
  const routes = api
    .route('/', createSessionRoutes(features))
    .route('/', createIdentityProviderRoutes(features))
    .route('/', createBotRoutes(features))
    .route('/', createOffice365ConfigurationRoutes(features))
    .route('/', createOffice365DraftRoutes(features))
    .route('/', createRestrictionRoutes(features))
    .route('/', createSameApplicationRoutes(features))
    .route('/', createMessageRoutes(features))
    .route('/', createSendingRoutes(features))
    .route('/', createServiceKeyRoutes(features))
    .route('/', createDiagnosisRoutes(features))
    .route('/', createIntakeLinkRoutes(features))
    .route('/', createPeopleRoutes(features))
    .route('/', createAuditRoutes(features))
    .route('/', createAlertWebhookRoutes(features))

  const app = createRouter()
  app.onError(createErrorHandler(logger))
  app.use(requestContext(config.trustedProxyHops))
  app.use(accessLog(logger))
  app.use(closeWhileStopping(dependencies))
  const answerOwnHostAlone = requireHost(config)
  app.use('/api/docs/*', answerOwnHostAlone)
  serveApiReference(app, config)
  app.use(securityHeaders(config))
  app.get('/healthz', (context) => context.json({ status: 'ok', version }))
  app.get('/readyz', async (context) => {
    const reason = await dependencies.readiness()
    if (reason === null) return context.json({ status: 'ready' })
    const detail = reason === 'encryption-key-missing' && 'Run: pnpm --silent admin encryption-keys verify'
    return context.json({ status: 'not-ready', reason, ...(detail && { detail }) }, 503)
  })
  // Probes use any address that reaches the server, and learn only its state and version.
  app.use(answerOwnHostAlone)
  app.get('/metrics', answerMetrics(dependencies))
  app.route('/api/v1', routes)
  documentAlerts(app)
  const describe = () =>
    documentSurroundings(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: {
          title: 'Office 365 email for Unified Dashboard',
          version: '1',
          description: "Sets up, diagnoses and sends a bot's Microsoft 365 mail. Errors are RFC 9457 problems.",
          license: { name: 'MIT' },
        },
      }),
    )
  // It takes long to write and never changes: whoever asks again and again must not keep everybody else waiting.
  let description: string | undefined
  app.get('/api/v1/openapi.json', (context) => {
    description ??= JSON.stringify(describe())
    return context.body(description, 200, { 'content-type': 'application/json' })
  })
  const answerNotFound = createNotFoundHandler(app)
  app.all('/api/*', answerNotFound)
  serveWebFiles(app, dependencies.webFolder)
  app.notFound(answerNotFound)
  return app
}
