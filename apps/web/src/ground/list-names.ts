/** The number of names that `listNames` writes out. */
export const maxNamed = 3

/** The first three names, and the number of the others. */
export function listNames(names: readonly string[]): string {
  const more = names.length - maxNamed
  if (more <= 0) return names.join(', ')
  return `${names.slice(0, maxNamed).join(', ')} and ${more} more`
}
