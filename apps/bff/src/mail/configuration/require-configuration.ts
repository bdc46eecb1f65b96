import { Problem } from '../../ground/problem.ts'
import type { Office365Configuration } from './office365-configuration.ts'
import type { Office365ConfigurationStore } from './office365-configuration-store.ts'

/** Returns the saved configuration, locked or not. Throws `not-configured` if there is none. */
export async function requireConfiguration(
  configurations: Office365ConfigurationStore,
  botId: string,
): Promise<Office365Configuration> {
  const record = await configurations.read(botId)
  if (record.state !== 'unconfigured') return record
  throw new Problem('not-configured', { detail: 'This bot has no Office 365 mail configuration yet. Set it up first.' })
}
