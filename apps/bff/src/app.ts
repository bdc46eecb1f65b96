import { apiBasePath } from '@office365-email/shared/endpoint'
import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import { alertPost } from '@office365-email/shared/endpoints/alert-webhooks'
import { accountPages, mailPages, shellPages } from '@office365-email/shared/pages'
import { Hono } from 'hono'
import type { Config } from './config/config.ts'
import type { Dependencies } from './dependencies.ts'
import { serveApiReference } from './ground/http/api-reference.ts'
import { basePathOf } from './ground/http/base-path.ts'
import { edge } from './ground/http/edge.ts'
import type { Environment } from './ground/http/environment.ts'
import { createErrorHandler } from './ground/http/error-handler.ts'
import { refuseOtherMethods } from './ground/http/method-not-allowed.ts'
import { serveMetrics } from './ground/http/metrics-route.ts'
import { describeApi } from './ground/http/openapi.ts'
import { createRateLimits } from './ground/http/rate-limits.ts'
import { admitOthers, type EndpointHost, serveEndpoints } from './ground/http/serve-endpoints.ts'
import { serveWebFiles } from './ground/http/web-files.ts'
import { notFound } from './ground/problem.ts'
import { issuerPaths } from './mail/federation/serve-issuer.ts'
import type { MailHost } from './mail/ports.ts'
import { saveBot } from './shell/bots/save-bot.ts'
import { shellRoutes } from './shell/routes.ts'
import { authenticate } from './shell/sessions/authenticate.ts'
import { createCredentialsReader } from './shell/sessions/credentials.ts'
import { createSessionCookie } from './shell/sessions/session-cookie.ts'
import { createSignInTransactionCookie } from './shell/sessions/sign-in-transaction-cookie.ts'
import { version } from './version.ts'

const endpoints = { ...shellEndpoints, ...mailEndpoints }

const describe = (pathPrefix: string) =>
  describeApi({
    basePath: `${pathPrefix}${apiBasePath}`,
    info: {
      title: 'Office 365 email for Unified Dashboard',
      version: '1',
      description: "Sets up, diagnoses and sends a bot's Microsoft 365 mail. Errors are RFC 9457 problems.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    endpoints,
    webhooks: [alertPost],
  })

const pagePaths = ({ shell }: Pick<Config, 'shell'>): string[] => {
  const all = Object.values({ ...shellPages, ...mailPages })
  const ofAccounts: string[] = Object.values(accountPages)
  return shell === 'on' ? all : all.filter((path) => !ofAccounts.includes(path))
}

/** Builds the HTTP app: middleware, the endpoints of the shell and of mail, and the web pages. Opens nothing itself. */
export function createApp(
  dependencies: Dependencies,
  { checkResponse }: Pick<EndpointHost, 'checkResponse'> = {},
): Hono<Environment> {
  const { config, logger, clock, mail } = dependencies
  const pathPrefix = basePathOf(config.publicUrl)
  const cookie = createSessionCookie(config)
  const transactionCookie = createSignInTransactionCookie(config)
  const readCredentials = createCredentialsReader(cookie, config.hostSignIn?.header ?? null)
  const rateLimits = createRateLimits(dependencies.storage.createLimiter)
  const { people, sessions, setUpLinks, serviceKeys, bots, audit } = dependencies.storage
  const shell = {
    ...dependencies,
    ...{ people, sessions, setUpLinks, serviceKeys, bots, audit },
    ...{ rateLimits, cookie, transactionCookie, readCredentials },
  }
  const host: MailHost = {
    clock,
    bots,
    audit,
    saveBot: dependencies.hostBots ? undefined : (context, bot) => saveBot({ bots }, context, bot),
    rateLimits,
    publicUrl: config.publicUrl,
    pathPrefix,
    credentialsOf: (http) => {
      const credentials = readCredentials(http)
      return credentials && (credentials.kind === 'service-key' ? 'key' : 'ambient')
    },
    authenticate: authenticate(shell),
    checkResponse,
  }

  // A proxy may serve the issuer at another address, whose path it removes or keeps.
  const issuerPrefixes = [...new Set(['', basePathOf(config.federation.issuerUrl)])]
  const documentPaths = issuerPrefixes.flatMap((prefix) => Object.values(issuerPaths).map((path) => `${prefix}${path}`))

  const app = new Hono<Environment>()
  app.onError(createErrorHandler(logger, dependencies.isStorageFault))
  app.use(edge({ ...dependencies, metrics: mail.metrics, openPaths: ['/healthz', '/readyz', ...documentPaths] }))
  app.get('/healthz', (http) => http.json({ status: 'ok', version }))
  app.get('/readyz', async (http) => {
    const reason = await dependencies.readiness()
    if (reason === null) return http.json({ status: 'ready' })
    const detail = reason.startsWith('encryption-key') && 'Run: pnpm --silent admin encryption-keys verify'
    return http.json({ status: 'not-ready', reason, ...(detail && { detail }) }, 503)
  })
  app.get('/metrics', serveMetrics({ config, metrics: mail.metrics }))
  serveEndpoints(app, apiBasePath, shellRoutes, shell, host)
  mail.serve(app, apiBasePath, host)
  mail.serveIssuer(app, issuerPrefixes)
  app.use(`${apiBasePath}/*`, admitOthers(host))
  const documentPath = `${apiBasePath}/openapi.json`
  serveApiReference(app, { pathPrefix, documentPath })
  // Building the document is slow, and it never changes: repeated requests must not slow down other requests.
  let description: string | undefined
  app.get(documentPath, (http) => {
    description ??= JSON.stringify(describe(pathPrefix))
    return http.body(description, 200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  })
  const respondNotFound = serveWebFiles(app, dependencies.webFolder, {
    pagePaths: pagePaths(config),
    pathPrefix,
    shell: config.shell,
    botsFrom: config.botsFrom,
    theme: config.theme?.css ?? null,
  })
  refuseOtherMethods(app, apiBasePath, Object.values(endpoints))
  app.all('/api/*', () => {
    throw notFound()
  })
  app.notFound(respondNotFound)
  return app
}
