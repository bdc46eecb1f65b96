import type { ConfigurationReference } from '../../mail/configuration/office365-configuration.ts'
import type { Database } from './open-database.ts'

/**
 * Whether a configuration is still the saved one, asked inside the transaction that depends on it. A bot that has one
 * exists, and no later bot with the same id has a configuration of the same generation.
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
