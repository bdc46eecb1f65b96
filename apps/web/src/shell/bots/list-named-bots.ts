import type { BotScope } from '@office365-email/shared/session'
import { maxNamed } from '../../ground/list-names.ts'

/** The IDs of the bots whose names a list shows for people or keys. */
export const listNamedBots = (holders: ReadonlyArray<{ botIds: BotScope }> = []): string[] =>
  holders.flatMap(({ botIds }) => (botIds === 'all' ? [] : botIds.slice(0, maxNamed)))
