import type { CatalogueEntry } from '@office365-email/shared/diagnosis/catalogue'

const textOf = ({ cause, title, explanation, nextSteps, sampleCodes }: CatalogueEntry): string =>
  [cause, title, explanation, ...nextSteps.map(({ text }) => text), ...sampleCodes].join('\n').toLowerCase()

/** Entries that hold every word of the search somewhere. */
export function searchCatalogue(entries: readonly CatalogueEntry[], search: string): readonly CatalogueEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = textOf(entry)
    return words.every((word) => text.includes(word))
  })
}
