/** Returns the index of the first ID that none of these bots has; null if all exist. */
export function indexOfAbsentBot(botIds: readonly string[], existing: { id: string }[]): number | null {
  const known = new Set(existing.map(({ id }) => id))
  const index = botIds.findIndex((botId) => !known.has(botId))
  return index === -1 ? null : index
}
