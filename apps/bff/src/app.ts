import { apiBasePath } from '@office365-email/shared/endpoint'
import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import { alertPost } from '@office365-email/shared/endpoints/alert-webhooks'
import { Hono } from 'hono'
import type { Dependencies } from './dependencies.ts'
import { accessLog } from './ground/http/access-log.ts'
import { createErrorHandler } from './ground/http/answer-problem.ts'
import { serveApiReference } from './ground/http/api-reference.ts'
import { closeWhileStopping } from './ground/http/close-while-stopping.ts'
import type { Environment } from './ground/http/environment.ts'
import { refuseOtherMethods } from './ground/http/method-not-allowed.ts'
import { answerMetrics } from './ground/http/metrics-route.ts'
import { describeApi } from './ground/http/openapi.ts'
import { createRateLimits } from './ground/http/rate-limits.ts'
import { requestContext } from './ground/http/request-context.ts'
import { requireHost } from './ground/http/same-origin.ts'
import { securityHeaders } from './ground/http/security-headers.ts'
import { admitOthers, type EndpointHost, serveEndpoints } from './ground/http/serve-endpoints.ts'
import { serveWebFiles } from './ground/http/web-files.ts'
import { notFound } from './ground/problem.ts'
import type { MailHost } from './mail/ports.ts'
import { shellRoutes } from './shell/routes.ts'
import { authenticate } from './shell/sessions/authenticate.ts'
import { createSessionCookie } from './shell/sessions/session-cookie.ts'
import { createSignInTransactionCookie } from './shell/sessions/sign-in-transaction-cookie.ts'
import { version } from './version.ts'

const describe = () =>
  describeApi({
    basePath: apiBasePath,
    info: {
      title: 'Office 365 email for Unified Dashboard',
      version: '1',
      description: "Sets up, diagnoses and sends a bot's Microsoft 365 mail. Errors are RFC 9457 problems.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    endpoints: { ...shellEndpoints, ...mailEndpoints },
    webhooks: [alertPost],
  })

/** Mounts what surrounds every request, and the features. Touches nothing outside. */
export function createApp(
  dependencies: Dependencies,
  { checkAnswer }: Pick<EndpointHost, 'checkAnswer'> = {},
): Hono<Environment> {
  const { config, logger, clock, mail } = dependencies
  const cookie = createSessionCookie(config)
  const transactionCookie = createSignInTransactionCookie(config)
  const rateLimits = createRateLimits()
  const { people, sessions, setUpLinks, serviceKeys, bots, audit } = dependencies.storage
  const shell = {
    ...dependencies,
    ...{ people, sessions, setUpLinks, serviceKeys, bots, audit },
    ...{ rateLimits, cookie, transactionCookie },
  }
  const host: MailHost = {
    clock,
    bots,
    audit,
    rateLimits,
    publicUrl: config.publicUrl,
    hasCookie: (http) => cookie.read(http) !== undefined,
    authenticate: authenticate(shell),
    checkAnswer,
  }

  const app = new Hono<Environment>()
  app.onError(createErrorHandler(logger))
  app.use(requestContext(config.trustedProxyHops))
  app.use(accessLog(logger))
  app.use(closeWhileStopping(dependencies))
  const answerOwnHostAlone = requireHost(config)
  app.use('/api/docs/*', answerOwnHostAlone)
  const documentPath = `${apiBasePath}/openapi.json`
  serveApiReference(app, { ...config, documentPath })
  app.use(securityHeaders(config))
  app.get('/healthz', (http) => http.json({ status: 'ok', version }))
  app.get('/readyz', async (http) => {
    const reason = await dependencies.readiness()
    if (reason === null) return http.json({ status: 'ready' })
    const detail = reason === 'encryption-key-missing' && 'Run: pnpm --silent admin encryption-keys verify'
    return http.json({ status: 'not-ready', reason, ...(detail && { detail }) }, 503)
  })
  // Probes use any address that reaches the server, and learn only its state and version.
  app.use(answerOwnHostAlone)
  app.get('/metrics', answerMetrics({ config, metrics: mail.metrics }))
  serveEndpoints(app, apiBasePath, shellRoutes, shell, host)
  mail.serve(app, apiBasePath, host)
  app.use(`${apiBasePath}/*`, admitOthers(host))
  // It takes long to write and never changes: repeated requests for it must not slow down all others.
  let description: string | undefined
  app.get(documentPath, (http) => {
    description ??= JSON.stringify(describe())
    return http.body(description, 200, { 'content-type': 'application/json' })
  })
  refuseOtherMethods(app)
  const answerNotFound = () => {
    throw notFound()
  }
  app.all('/api/*', answerNotFound)
  serveWebFiles(app, dependencies.webFolder)
  app.notFound(answerNotFound)
  return app
}
