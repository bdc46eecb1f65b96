import { type Env, Hono, type Context as HonoContext } from 'hono'
import type { Logger } from 'pino'
import { parseConfig } from './config/config.ts'
import { isStorageFault, lockStorage, openDependencies } from './dependencies.ts'
import type { AuditQuery, AuditStore } from './ground/audit/audit-store.ts'
import type { Environment } from './ground/http/environment.ts'
import { createErrorHandler } from './ground/http/error-handler.ts'
import { freshMs, type PersonPrincipal, type Principal, type ServicePrincipal } from './ground/http/principal.ts'
import { createRateLimits } from './ground/http/rate-limits.ts'
import { beginRequest } from './ground/http/request-context.ts'
import { admitOthers } from './ground/http/serve-endpoints.ts'
import { createLogger } from './ground/observability/logger.ts'
import { notFound } from './ground/problem.ts'
import { createRequestContext } from './ground/request-context.ts'
import { removeConfiguration } from './mail/configuration/reset-configuration.ts'
import type { Bots, MailHost } from './mail/ports.ts'
import { deleteBot, saveBot } from './shell/bots/save-bot.ts'
import { startForgetting } from './start-forgetting.ts'

export type { Bots, Principal }

/** A signed-in person. `signedInAt` is when they last proved who they are, which some actions need to be recent. */
export const person = ({
  signedInAt,
  ...who
}: Pick<PersonPrincipal, 'id' | 'name' | 'role' | 'botIds'> & { signedInAt: Date }): PersonPrincipal => ({
  kind: 'person',
  ...who,
  limitKey: `person ${who.id}`,
  isFresh: (now) => now - signedInAt.getTime() < freshMs,
  isOwnPassword: null,
})

/** A program. `limitSending` throws a `Problem` if it may not send a message. */
export const service = ({
  limitSending = async () => undefined,
  ...which
}: Pick<ServicePrincipal, 'id' | 'name' | 'scopes' | 'botIds'> &
  Partial<Pick<ServicePrincipal, 'limitSending'>>): ServicePrincipal => ({
  kind: 'service',
  ...which,
  limitKey: `service ${which.id}`,
  limitSending,
})

/** Browsers add cookies, and also passwords (`Basic`) and tickets (`Negotiate`), to requests that other sites cause. */
function credentialsByHeader({ req }: HonoContext): 'ambient' | 'key' | null {
  if (req.header('cookie') !== undefined) return 'ambient'
  if (/^bearer /i.test(req.header('authorization') ?? '')) return 'key'
  const isOfBrowser = req.header('origin') !== undefined || req.header('sec-fetch-site') !== undefined
  return isOfBrowser ? 'ambient' : null
}

/** A pattern or the root would catch paths of the host; without the first slash, or with a last one, nothing is found. */
function requireBasePath(path: string): void {
  if (!/^(\/[\w.~-]+)+$/.test(path)) throw new TypeError('basePath has to be a path such as /api/email.')
}

/** What the mail feature asks the product that mounts it. */
export interface Host<HostEnvironment extends Env> {
  /** Returns who sent a request; null if no one is signed in. */
  authenticate: (http: HonoContext<HostEnvironment>) => Promise<Principal | null> | Principal | null
  /** Your bots. An ID has at most 63 lowercase letters, digits and hyphens. */
  bots: Bots
  /** Gets what the server refuses to a caller, in place of the feature's own audit log. */
  audit?: Pick<AuditStore, 'append'>
  /**
   * The kind of the credentials that a request has; null if it has none. With `ambient` ones, which a browser or a proxy
   * adds to every request, a request that changes something must come from your own site. By default, a bearer token
   * without a cookie is a `key`, and everything else that a browser sends is `ambient`.
   */
  credentialsOf?: (http: HonoContext<HostEnvironment>) => 'ambient' | 'key' | null
}

export interface MailOptions {
  /**
   * The settings of docs/operations.md, such as `DATABASE_URL` and `ENCRYPTION_KEYS_FILE`. The environment is not read,
   * because yours may use the same names.
   */
  settings: Readonly<Record<string, string | undefined>>
  /** The URL of the pages, for links in messages: your origin with the `basename` of the pages. */
  pagesUrl: string
  logger?: Logger
  clock?: () => Date
}

export type MountedMail = Awaited<ReturnType<typeof openMail>>

/** Opens the storage and the keys of the mail feature, and starts its work in the background. */
export async function openMail({ settings, pagesUrl, logger = createLogger('info'), clock }: MailOptions) {
  const parsed = parseConfig({ ...settings })
  const publicUrl = pagesUrl.replace(/\/$/, '')
  const issuerUrl = settings['FEDERATION_ISSUER_URL'] ? parsed.federation.issuerUrl : publicUrl
  const config = { ...parsed, publicUrl, federation: { ...parsed.federation, issuerUrl } }
  const unlock = lockStorage(config.database)
  const dependencies = await openDependencies(config, logger, clock).catch((error: unknown) => {
    unlock()
    throw error
  })
  const { storage, mail } = dependencies
  const close = async () => {
    await dependencies.close()
    unlock()
  }
  try {
    await dependencies.join()
    await mail.prepare(dependencies.clock())
    await mail.start()
  } catch (error) {
    await close()
    throw error
  }
  const stopForgetting = startForgetting(dependencies)
  const hostContext = () => createRequestContext({ kind: 'system', id: 'host', name: 'host' }, dependencies.clock())

  /** Configurations and messages refer to a bot, so each bot of the host that is used is known to the storage. */
  const known = (bots: Bots): Bots => ({
    list: (scope) => bots.list(scope),
    async read(botId) {
      const [found, stored] = await Promise.all([bots.read(botId), storage.bots.read(botId)])
      // Some databases ignore capital letters when they compare texts.
      const bot = found?.id === botId ? found : null
      if (bot && stored?.name !== bot.name) await saveBot(storage, hostContext(), { id: bot.id, name: bot.name })
      return bot
    },
  })

  return {
    /** Serves the API below a path, such as `/api/email`. */
    serve<HostEnvironment extends Env>(
      app: Hono<HostEnvironment>,
      basePath: string,
      { authenticate, bots, audit = storage.audit, credentialsOf = credentialsByHeader }: Host<HostEnvironment>,
    ): void {
      requireBasePath(basePath)
      // Hono gives the same context to the routes of both apps.
      const ofHost = (http: HonoContext<Environment>) => http as unknown as HonoContext<HostEnvironment>
      const host: MailHost = {
        clock: dependencies.clock,
        bots: known(bots),
        audit,
        rateLimits: createRateLimits(storage.createLimiter),
        publicUrl: new URL(pagesUrl).origin,
        credentialsOf: (http) => credentialsOf(ofHost(http)),
        authenticate: async (http) => await authenticate(ofHost(http)),
      }
      const routes = new Hono<Environment>()
      routes.onError(createErrorHandler(logger, isStorageFault))
      routes.use(`${basePath}/*`, async (http, next) => {
        beginRequest(http, config.trustedProxyHops)
        await next()
      })
      mail.serve(routes, basePath, host)
      routes.all(`${basePath}/*`, admitOthers(host), () => {
        throw notFound()
      })
      app.route('/', routes)
    },
    /**
     * Serves the two public documents that Entra reads for federated credentials, below a path: that of `pagesUrl`, or of
     * `FEDERATION_ISSUER_URL`.
     */
    serveIssuer<HostEnvironment extends Env>(app: Hono<HostEnvironment>, path = ''): void {
      const routes = new Hono<Environment>()
      routes.onError(createErrorHandler(logger, isStorageFault))
      mail.serveIssuer(routes, [path])
      app.route('/', routes)
    },
    /** Newest first; also of what people changed through the pages. */
    listAudit: (query: AuditQuery) => storage.audit.list(query),
    /** Why the feature cannot be used now; null if it can. */
    readiness: () => dependencies.readiness(),
    /** Deletes the configuration, the messages and the links of a bot that you deleted, so that no other bot gets them. */
    async deleteBot(botId: string): Promise<void> {
      await removeConfiguration(mail.services, hostContext(), botId)
      await deleteBot(storage, hostContext(), botId)
    },
    /** Call it before you close your server: from now on, no message enters a lane. */
    announceStop: () => dependencies.announceStop(),
    /** Call it once your server has sent its last response. */
    async close(): Promise<void> {
      stopForgetting()
      await close()
    },
  }
}
