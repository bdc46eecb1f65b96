import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { AccessTokenCache } from './access-token-cache.ts'
import type { Office365Configuration } from './office365-configuration.ts'
import type { Office365ConfigurationStore } from './office365-configuration-store.ts'
import { requireConfiguration } from './require-configuration.ts'

interface Dependencies {
  configurations: Office365ConfigurationStore
}

async function setState(
  { configurations }: Dependencies,
  context: RequestContext,
  botId: string,
  state: 'locked' | 'unlocked',
): Promise<Office365Configuration> {
  const action = state === 'unlocked' ? 'office365.reset' : 'office365.reset-cancelled'
  await configurations.setState(botId, state, auditEvent(context, action, { botId }))
  return await requireConfiguration(configurations, botId)
}

/** Unlocks the configuration for new values. Mail is sent with the saved one until the next Submit succeeds. */
export const resetConfiguration = (dependencies: Dependencies, context: RequestContext, botId: string) =>
  setState(dependencies, context, botId, 'unlocked')

/** Locks the configuration again, unchanged. */
export const cancelReset = (dependencies: Dependencies, context: RequestContext, botId: string) =>
  setState(dependencies, context, botId, 'locked')

/** Permanently deletes the configuration, its secret and its access token. Removing a missing one is not an error. */
export async function removeConfiguration(
  { configurations, accessTokens }: Dependencies & { accessTokens: AccessTokenCache },
  context: RequestContext,
  botId: string,
): Promise<void> {
  const generation = await configurations.remove(botId, auditEvent(context, 'office365.removed', { botId }))
  if (generation !== null) accessTokens.forget(generation)
}
