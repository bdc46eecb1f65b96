import { createApp } from './app.ts'
import type { Config } from './config/config.ts'
import { type Dependencies, lockStorage, openDependencies } from './dependencies.ts'
import { findFreePort } from './ground/http/find-free-port.ts'
import { listen } from './ground/http/listen.ts'
import { isLoopback } from './ground/is-loopback.ts'
import { createLogger, exitWithLog } from './ground/observability/logger.ts'
import { createRequestContext } from './ground/request-context.ts'
import { ensureFirstOwner } from './shell/sessions/ensure-first-owner.ts'
import { forgetEndedSessions } from './shell/sessions/session.ts'
import { stopServer } from './stop-server.ts'

const forgetEveryMs = 3_600_000
const dayMs = 24 * 3_600_000

/** Deletes everything that is past its retention time. Logs failures; the next run tries again. */
export async function forgetExpired({ config, logger, clock, storage, mail }: Dependencies): Promise<void> {
  const now = clock()
  const results = await Promise.allSettled([
    ...mail.forgetExpired(now),
    storage.audit.deleteOlderThan(new Date(now.getTime() - config.auditRetentionDays * dayMs).toISOString()),
    forgetEndedSessions(storage.sessions, now),
  ])
  for (const result of results)
    if (result.status === 'rejected')
      logger.error({ name: result.reason instanceof Error ? result.reason.name : 'unknown' }, 'forgetting failed')
}

/** Without PUBLIC_URL, links contain the port, so a free one is chosen before anything makes a link. */
async function withKnownPort(config: Config): Promise<Config> {
  if (new URL(config.publicUrl).port !== '0') return config
  const port = await findFreePort(config.host)
  return { ...config, port, publicUrl: config.publicUrl.replace(/0$/, String(port)) }
}

/** Opens everything, serves until SIGTERM, SIGINT or SIGHUP, finishes the running work, and closes. */
export async function startServer(given: Config): Promise<void> {
  const config = await withKnownPort(given)
  const logger = createLogger(config.logLevel)
  const unlockStorage = lockStorage(config)
  const dependencies = openDependencies(config, logger)
  const { storage, mail } = dependencies
  const context = createRequestContext({ kind: 'system', id: 'server', name: 'server' }, dependencies.clock())
  const explained = (error: unknown) => {
    throw storage.faults.current() ?? error
  }
  const setUp = await ensureFirstOwner(storage, context, config.firstAdmin).catch(explained)
  const interrupted = await mail.prepare(context.now).catch(explained)
  if (interrupted > 0)
    logger.warn({ messages: interrupted }, 'messages that the ended process was sending are now unknown')

  const { state: sendingState } = await mail.sending.read()
  if (sendingState !== 'on') logger.warn({ sending: sendingState }, 'no mail leaves this server')

  const forget = () => forgetExpired(dependencies)
  const forgetting = setInterval(() => void forget(), forgetEveryMs)
  forgetting.unref()

  const { server, port } = await listen(createApp(dependencies), config)
  let exitCode = 0
  let isStopping = false
  const stop = async (reason: string) => {
    if (isStopping) return
    isStopping = true
    logger.info({ reason }, 'stopping')
    clearInterval(forgetting)
    await stopServer({ server, dependencies })
    unlockStorage()
    logger.info('stopped')
    await exitWithLog(logger, exitCode)
  }
  void storage.faults.happened.then((fault) => {
    logger.fatal(fault.message)
    exitCode = fault.exitCode
    return stop('storage fault')
  })
  // Not `once`: a second signal must not end the process while it stops.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
  logger.info({ host: config.host, port, publicUrl: config.publicUrl }, 'listening')
  await mail.start()
  void forget()
  if (setUp)
    process.stdout.write(
      `\nNo one can sign in yet. Open this link within 24 hours and choose a password. The link works once:\n${config.publicUrl}/set-up#${setUp.setUpToken}\n\n`,
    )
  for (const name of config.unusedSettings)
    logger.warn({ name }, 'this setting is not used: requests to Microsoft go through HTTPS_PROXY, which is not set')
  if (dependencies.keysAreBesideDatabase && !isLoopback(new URL(config.publicUrl).hostname))
    logger.warn('the encryption keys are in the same folder as the database: a copy of the folder contains both')
}
