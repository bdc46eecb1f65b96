import type { CatalogEntry } from '@office365-email/shared/diagnosis/catalog'

const textOf = ({ cause, title, explanation, nextSteps, sampleCodes }: CatalogEntry): string =>
  [cause, title, explanation, ...nextSteps.map(({ text }) => text), ...sampleCodes].join('\n').toLowerCase()

/** The entries that contain every word of the search. */
export function searchCatalog(entries: readonly CatalogEntry[], search: string): readonly CatalogEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = textOf(entry)
    return words.every((word) => text.includes(word))
  })
}
