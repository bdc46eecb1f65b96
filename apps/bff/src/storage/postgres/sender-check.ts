import type { ConfigurationReference, Sender } from '../../mail/configuration/office365-configuration.ts'
import { laneKey } from '../../mail/sending/lane.ts'
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

/**
 * Whether a message may be sent now: its configuration is still the saved one, as above, and no server has paused its
 * lane. A server that kept a slot did not ask for pauses when it entered the lane.
 */
export async function checkSending({ query }: Executor, sender: Sender): Promise<'current' | 'outdated' | 'paused'> {
  const { botId, generation, version } = sender
  const [row] = await query<{ isPaused: boolean }>(
    `select exists (select 1 from lane_pauses where lane = $4 and paused_until > clock_timestamp()) as "isPaused"
     from office365_configurations where bot_id = $1 and generation = $2 and version = $3 for share`,
    [botId, generation, version, laneKey(sender)],
  )
  if (!row) return 'outdated'
  return row.isPaused ? 'paused' : 'current'
}
