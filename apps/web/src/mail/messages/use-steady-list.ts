import { useState } from 'react'

interface Entry {
  id: string
}

/**
 * While a person is at the list, no entry of it moves: entries that are new or no longer match wait. What is known about
 * the shown ones still changes. IDs grow with time, and the newest entry is the first.
 */
export function steady<One extends Entry>(shown: readonly One[], latest: readonly One[]): One[] {
  const byId = new Map(latest.map((entry) => [entry.id, entry]))
  const last = shown.at(-1)
  return [
    ...shown.map((entry) => byId.get(entry.id) ?? entry),
    ...latest.filter(({ id }) => last === undefined || id < last.id),
  ]
}

interface ListOptions {
  isHeld: boolean
  /** What the entries are the results of. Null while they are still those of the search before. */
  subject: string | null
}

/** The entries to show, and how many newer ones wait. */
export function useSteadyList<One extends Entry>(
  latest: readonly One[],
  { isHeld, subject }: ListOptions,
): { shown: readonly One[]; newer: number } {
  const [held, setHeld] = useState({ latest, subject, shown: latest })
  let { shown } = held
  if (held.latest !== latest || held.subject !== subject || (!isHeld && shown !== latest)) {
    // Another search is another list.
    shown = isHeld && held.subject === subject ? steady(held.shown, latest) : latest
    setHeld({ latest, subject, shown })
  }
  const [first] = shown
  return { shown, newer: first ? latest.filter(({ id }) => id > first.id).length : 0 }
}
