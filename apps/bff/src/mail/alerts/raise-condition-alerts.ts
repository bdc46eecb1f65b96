import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { decideCondition } from './alert-condition.ts'
import type { AlertConditionStore } from './alert-condition-store.ts'
import { type ConditionSources, type CurrentConditions, readConditions, readHold } from './read-conditions.ts'

interface Round {
  now: Date
  newId: () => string
}

async function reportConditions(
  { alertConditions }: { alertConditions: AlertConditionStore },
  { now, newId }: Round,
  { conditions, isPointless, isConcerned }: CurrentConditions & { isConcerned: (id: string) => boolean },
): Promise<void> {
  const currentById = new Map(conditions.map((one) => [one.id, one]))
  const reportedById = new Map((await alertConditions.list()).map((one) => [one.id, one]))
  for (const id of new Set([...currentById.keys(), ...reportedById.keys()])) {
    if (!isConcerned(id)) continue
    const reported = reportedById.get(id) ?? null
    const decision = isPointless(id)
      ? { alert: null, reported: null }
      : decideCondition(reported, currentById.get(id) ?? null, now)
    if (isDeepStrictEqual(decision.reported, reported)) continue
    await alertConditions.report(id, decision.reported, decision.alert, newId, now.getTime())
    await nextTurn()
  }
}

/** Queues alerts about messages that cannot go out and about limits, when they begin and when they are over. */
export const raiseConditionAlerts = async (sources: ConditionSources, round: Round): Promise<void> =>
  reportConditions(sources, round, { ...(await readConditions(sources, round.now)), isConcerned: () => true })

/**
 * Queues the alert that mail is on hold; false if `SENDING` says otherwise. Everything else that was reported is about
 * another server.
 */
export async function raiseHoldAlert(sources: ConditionSources, round: Round): Promise<boolean> {
  const hold = await readHold(sources)
  const isConcerned = (id: string) => id === hold?.id
  if (hold) await reportConditions(sources, round, { conditions: [hold], isPointless: () => false, isConcerned })
  return hold !== null
}
