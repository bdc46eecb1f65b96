import type { CatalogueEntry } from '@office365-email/shared/diagnosis/catalogue'

const textOf = ({ cause, title, explanation, nextSteps, sampleCodes }: CatalogueEntry): string =>
  [cause, title, explanation, ...nextSteps.map(({ text }) => text), ...sampleCodes].join('\n').toLowerCase()

/** The entries that contain every word of the search. */
export function searchCatalogue(entries: readonly CatalogueEntry[], search: string): readonly CatalogueEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = textOf(entry)
    return words.every((word) => text.includes(word))
  })
}
