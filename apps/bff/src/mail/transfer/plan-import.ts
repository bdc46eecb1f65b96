import { createHash } from 'node:crypto'
import { type ImportPlan, plannedOutcomes } from '@office365-email/shared/configuration-import'
import { type CurrentBot, readCurrentBots, type TransferDependencies } from './current-bots.ts'
import { type BotInFile, type BotPlan, type Importer, planBot } from './plan-bot.ts'

const idOf = (entry: BotInFile): string | null => ('bot' in entry ? entry.bot.id : null)

const isSecond = 'An earlier bot of this file has the same ID. Remove one of them.'

/** A bot that is in the file twice has no plan that both entries agree on. */
function refuseSecond(entries: readonly BotInFile[]): BotInFile[] {
  const seen = new Set<string>()
  return entries.map((entry, position) => {
    const id = idOf(entry)
    if (id === null || !seen.has(id)) {
      if (id !== null) seen.add(id)
      return entry
    }
    return { errors: [{ pointer: `/bots/${position}/id`, detail: isSecond }], id, name: null }
  })
}

const planBots = (
  entries: readonly BotInFile[],
  current: ReadonlyMap<string, CurrentBot>,
  importer: Importer,
): BotPlan[] =>
  refuseSecond(entries).map((entry, position) => planBot(entry, position, current.get(idOf(entry) ?? ''), importer))

/** A plan is the same if and only if everything that it was made from is. */
const digestOf = (plans: readonly BotPlan[]): string =>
  createHash('sha256').update(JSON.stringify(plans)).digest('base64url')

export interface Planned {
  plans: BotPlan[]
  shown: ImportPlan
}

export const countOutcomes = <Outcome extends string>(
  outcomes: readonly Outcome[],
  bots: readonly { outcome: Outcome }[],
): Record<Outcome, number> => {
  const counts = new Map(outcomes.map((outcome) => [outcome, 0]))
  for (const { outcome } of bots) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  // Each outcome of the list is a key.
  return Object.fromEntries(counts) as Record<Outcome, number>
}

/** Compares the bots of a file with those here. Changes nothing. */
export async function planImport(
  dependencies: TransferDependencies,
  importer: Importer,
  entries: readonly BotInFile[],
): Promise<Planned> {
  const current = await readCurrentBots(dependencies, importer.botIds)
  const plans = planBots(entries, current, importer)
  const bots = plans.map(({ shown }) => shown)
  const named = new Set(bots.map(({ id }) => id))
  const notInFile = [...current.values()].filter(({ id }) => !named.has(id)).map(({ id, name }) => ({ id, name }))
  return { plans, shown: { digest: digestOf(plans), counts: countOutcomes(plannedOutcomes, bots), bots, notInFile } }
}
