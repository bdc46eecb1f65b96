import type { ConfigurationReference } from '../../mail/configuration/office365-configuration.ts'
import type { Database } from './open-database.ts'

/**
 * Checks inside a transaction that a configuration is still the saved one. Only an existing bot has a configuration,
 * and no later bot with the same ID has one of the same generation.
 */
export function createSenderCheck({ $client }: Pick<Database, '$client'>) {
  const findVersion = $client.prepare(
    'select 1 from office365_configurations where bot_id = ? and generation = ? and version = ?',
  )
  const findGeneration = $client.prepare('select 1 from office365_configurations where bot_id = ? and generation = ?')
  return {
    isCurrent: ({ botId, generation, version }: ConfigurationReference): boolean =>
      findVersion.get(botId, generation, version) !== undefined,
    isConfigured: ({ botId, generation }: ConfigurationReference): boolean =>
      findGeneration.get(botId, generation) !== undefined,
  }
}
