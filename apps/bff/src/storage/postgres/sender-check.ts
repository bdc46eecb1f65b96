import type { ConfigurationReference } from '../../mail/configuration/office365-configuration.ts'
import type { Executor } from './open-database.ts'

/**
 * Whether a configuration is still the saved one, with its row locked, so that a change of the configuration waits until
 * this transaction ends. Only an existing bot has a configuration, and no later bot with the same ID has one of the same
 * generation.
 */
export async function isCurrent(
  { query }: Executor,
  { botId, generation, version }: ConfigurationReference,
): Promise<boolean> {
  const rows = await query(
    'select 1 from office365_configurations where bot_id = $1 and generation = $2 and version = $3 for share',
    [botId, generation, version],
  )
  return rows.length > 0
}

/** The same for any version of the generation. */
export async function isConfigured(
  { query }: Executor,
  { botId, generation }: ConfigurationReference,
): Promise<boolean> {
  const rows = await query('select 1 from office365_configurations where bot_id = $1 and generation = $2 for share', [
    botId,
    generation,
  ])
  return rows.length > 0
}
