import type { Office365Draft } from '@office365-email/shared/office365-draft'
import type { BotScope } from '@office365-email/shared/session'
import type { SavedValues } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { Office365DraftStore } from '../configuration/office365-draft-store.ts'
import type { Bots } from '../ports.ts'

export interface TransferDependencies {
  bots: Pick<Bots, 'list'>
  configurations: Pick<Office365ConfigurationStore, 'listValues'>
  drafts: Pick<Office365DraftStore, 'list' | 'save'>
}

/** What is here of a bot that a file can describe. */
export interface CurrentBot {
  id: string
  name: string
  /** What mail is sent with; null if the bot is not configured. */
  saved: SavedValues | null
  draft: Office365Draft
}

/** The bots of this scope that exist, by ID. */
export async function readCurrentBots(
  { bots, configurations, drafts }: TransferDependencies,
  scope: BotScope,
): Promise<Map<string, CurrentBot>> {
  const [existing, values, entered] = await Promise.all([
    bots.list(scope),
    configurations.listValues(scope),
    drafts.list(scope),
  ])
  const savedOf = new Map(values.map((one) => [one.botId, one]))
  const draftOf = new Map(entered.map((one) => [one.botId, one]))
  return new Map(
    existing.map(({ id, name }) => [
      id,
      { id, name, saved: savedOf.get(id) ?? null, draft: draftOf.get(id) ?? { values: {}, doneSteps: [] } },
    ]),
  )
}
