import type { ConfigurationFile } from '@office365-email/shared/configuration-file'
import type { BotScope } from '@office365-email/shared/session'
import { completeValues, formValuesOf, savedValuesOf } from './compare-values.ts'
import { readCurrentBots, type TransferDependencies } from './current-bots.ts'

const compareIds = ({ id: one }: { id: string }, { id: other }: { id: string }): number =>
  one < other ? -1 : Number(one > other)

/** The values that mail is sent with, or that wait for a first client secret. Never a secret, a person or a key. */
export async function exportConfigurations(
  dependencies: TransferDependencies,
  scope: BotScope,
): Promise<ConfigurationFile> {
  const bots = [...(await readCurrentBots(dependencies, scope)).values()].sort(compareIds)
  return {
    format: 'office365-email-configurations',
    version: 1,
    bots: bots.map(({ id, name, saved, draft }) => ({
      id,
      name,
      office365: saved ? savedValuesOf(saved) : completeValues(formValuesOf({ saved, draft })),
    })),
  }
}
