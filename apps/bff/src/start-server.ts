import { createApp } from './app.ts'
import type { Config } from './config/config.ts'
import { type Dependencies, lockStorage, openDependencies } from './dependencies.ts'
import { basePathOf } from './ground/http/base-path.ts'
import { findFreePort } from './ground/http/find-free-port.ts'
import { listen } from './ground/http/listen.ts'
import { isLoopback } from './ground/is-loopback.ts'
import { createLogger, exitWithLog } from './ground/observability/logger.ts'
import { createRequestContext } from './ground/request-context.ts'
import { ensureFirstOwner } from './shell/sessions/ensure-first-owner.ts'
import { createSetUpLink, describeSetUpLink, openLinkRemains } from './shell/sessions/set-up-link.ts'
import { startForgetting } from './start-forgetting.ts'
import { stopServer } from './stop-server.ts'

/** Without PUBLIC_URL, links contain the port, so a free one is chosen before anything makes a link. */
async function withKnownPort(config: Config): Promise<Config> {
  if (new URL(config.publicUrl).port !== '0') return config
  const port = await findFreePort(config.host)
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0(?=\/|$)/, `:${port}`) }
}

/** Opens everything, serves until SIGTERM, SIGINT or SIGHUP, finishes the running work, and closes. */
export async function startServer(given: Config): Promise<void> {
  const config = await withKnownPort(given)
  const logger = createLogger(config.logLevel)
  const unlockStorage = lockStorage(config.database)
  const dependencies = await openDependencies(config, logger)
  try {
    await serve(dependencies, unlockStorage)
  } catch (error) {
    // Open connections would keep the process from ending, and other servers would wait for the end of its lease.
    await dependencies.close().catch(() => undefined)
    throw dependencies.storage.faults.current() ?? error
  }
}

async function serve(dependencies: Dependencies, unlockStorage: () => void): Promise<void> {
  const { config, logger, storage, mail, clock } = dependencies
  const context = createRequestContext({ kind: 'system', id: 'server', name: 'server' }, clock())
  if (config.firstAdmin) await ensureFirstOwner(storage, context, config.firstAdmin)
  await dependencies.join()
  await mail.prepare(context.now)

  const { state: sendingState } = await mail.sending.read()
  if (sendingState !== 'on') logger.warn({ sending: sendingState }, 'no mail leaves this server')

  logger.info(storage.description, 'storage')
  const { server, port } = await listen(createApp(dependencies), { ...config, basePath: basePathOf(config.publicUrl) })
  let exitCode = 0
  let isStopping = false
  let stopForgetting: (() => void) | null = null
  const stop = async (reason: string) => {
    if (isStopping) return
    isStopping = true
    logger.info({ reason }, 'stopping')
    stopForgetting?.()
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
  stopForgetting = startForgetting(dependencies)
  // Made only now, so that a start that fails leaves no link that no one has seen.
  const setUp = config.localSignIn ? await createSetUpLink(storage, dependencies.clock()) : 'not-needed'
  if (setUp !== 'not-needed')
    process.stdout.write(
      `\n${setUp === 'open' ? openLinkRemains : describeSetUpLink(config.publicUrl, setUp.token)}\n\n`,
    )
  for (const warning of config.theme?.warnings ?? []) logger.warn(`THEME_FILE: ${warning}`)
  for (const name of config.unusedSettings)
    logger.warn({ name }, 'this setting is not used: requests to Microsoft go through HTTPS_PROXY, which is not set')
  if (dependencies.keysAreBesideDatabase && !isLoopback(new URL(config.publicUrl).hostname))
    logger.warn('the encryption keys are in the same folder as the database: a copy of the folder contains both')
}
