import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import {
  changingOutcomes,
  type ImportedResult,
  type ImportOutcome,
  type ImportResult,
  importOutcomes,
} from '@office365-email/shared/configuration-import'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Bots, MailHost } from '../ports.ts'
import { type CurrentBot, readCurrentBots, type TransferDependencies } from './current-bots.ts'
import { type BotInFile, type BotPlan, type Importer, planBot } from './plan-bot.ts'
import { countOutcomes, planImport } from './plan-import.ts'

export interface ImportDependencies extends TransferDependencies, Pick<MailHost, 'saveBot'> {
  bots: Bots
  audit: Pick<AuditStore, 'append'>
}

/** Few enough that other requests are answered in between. */
const appliedAtOnce = 20
/** An event names at most this many bots of each outcome. Each bot has events of its own. */
const mostNamed = 200

const isChanging = ({ shown: { outcome } }: BotPlan): boolean => changingOutcomes.includes(outcome)

async function applyToBot(
  { bots, saveBot, drafts }: ImportDependencies,
  context: RequestContext,
  { shown: { id, changes }, name, draft }: BotPlan,
  current: CurrentBot | undefined,
): Promise<void> {
  if (id === null) return
  if (name !== null) await saveBot?.(context, { id, name })
  // Some hosts only make a bot known here when it is read.
  if (!draft || !(await bots.read(id))) return
  const changed = changes.flatMap(({ member }) => (member === 'name' ? [] : [member]))
  const event = auditEvent(context, 'office365.imported', { botId: id, details: { changed } })
  const doneSteps = current?.draft.doneSteps ?? []
  await drafts.save(id, { values: draft, doneSteps, savedAt: context.now.toISOString() }, event)
}

const changedMeanwhile = 'Something about this bot changed while the import ran. Make a new plan.'

/** Applies some of the plans. A bot that changed after the plan was made is skipped. */
async function applyTogether(
  dependencies: ImportDependencies,
  context: RequestContext,
  importer: Importer,
  planned: readonly { plan: BotPlan; entry: BotInFile }[],
): Promise<ImportedResult[]> {
  const reached = planned.flatMap(({ plan: { shown } }) =>
    shown.id !== null && (importer.botIds === 'all' || importer.botIds.includes(shown.id)) ? [shown.id] : [],
  )
  const current = await readCurrentBots(dependencies, reached)
  return await Promise.all(
    planned.map(async ({ plan, entry }): Promise<ImportedResult> => {
      if (!isChanging(plan)) return plan.shown
      const { position, id, name } = plan.shown
      const found = current.get(id ?? '')
      if (!isDeepStrictEqual(planBot(entry, position, found, importer), plan))
        return { position, id, name, outcome: 'skipped', changes: [], waitsFor: null, detail: changedMeanwhile }
      await applyToBot(dependencies, context, plan, found)
      return plan.shown
    }),
  )
}

const namesOf = (results: readonly ImportedResult[], outcome: ImportOutcome): string[] =>
  results.flatMap((one) => (one.outcome === outcome && one.id !== null ? [one.id] : [])).slice(0, mostNamed)

/**
 * Does exactly what the plan with this digest says, bot by bot. Values become drafts, because a file has no secrets: mail
 * is sent with what is saved until a person submits them.
 */
export async function applyImport(
  dependencies: ImportDependencies,
  context: RequestContext,
  importer: Importer,
  { entries, digest }: { entries: readonly BotInFile[]; digest: string },
): Promise<ImportResult> {
  const { plans, shown } = await planImport(dependencies, importer, entries)
  if (shown.digest !== digest)
    throw new Problem('plan-changed', {
      detail: 'A bot or a configuration changed after this plan was made. Make a new plan, and look at it first.',
    })
  const planned = plans.flatMap((plan, index) => {
    const entry = entries[index]
    return entry ? [{ plan, entry }] : []
  })
  const bots: ImportedResult[] = []
  for (let from = 0; from < planned.length; from += appliedAtOnce) {
    const some = planned.slice(from, from + appliedAtOnce)
    if (!some.some(({ plan }) => isChanging(plan))) {
      bots.push(...some.map(({ plan }) => plan.shown))
      continue
    }
    bots.push(...(await applyTogether(dependencies, context, importer, some)))
    await nextTurn()
  }
  const counts = countOutcomes(importOutcomes, bots)
  if (bots.some(({ outcome }) => changingOutcomes.includes(outcome))) {
    const named = changingOutcomes.map((outcome) => [outcome, namesOf(bots, outcome)])
    const details = { counts, ...Object.fromEntries(named) }
    await dependencies.audit.append(auditEvent(context, 'configurations.imported', { details }))
  }
  return { counts, bots }
}
