import { entraDetails } from './rules/entra-details.ts'
import { entraNumbers } from './rules/entra-numbers.ts'

const forms = [
  /aadsts\s?:?(\d{4,9})\b/g,
  /error\?code=(\d{4,9})\b/g,
  /error\(s\): (\d{4,9})\b/g,
  /\b(\d{5,9}) - (?:timestamp|\[\d{4}-)/g,
  /error_?codes['"\]]?\s?(?::|=>|=)\s?(?:array \( )?(?:\[|\[0\] => )\s?(\d{4,9})\b/g,
]

const known = [...entraDetails, ...entraNumbers].flatMap(({ numbers }) => numbers ?? []).flat()

/** A number at the very end of a longer text may have lost digits, if the rest could be another number. */
function mayBeCut(text: string, number: number): boolean {
  const written = `${number}`
  return (
    text.endsWith(written) &&
    text.length > 'aadsts'.length + written.length &&
    known.some((other) => `${other}`.startsWith(written) && other !== number)
  )
}

/** Entra's AADSTS numbers in order of appearance. */
export function findNumbers(text: string, listed: readonly number[]): number[] {
  const found = forms.flatMap((form) => [...text.matchAll(form)].map((match) => Number(match[1])))
  return [...new Set([...found, ...listed])].filter((number) => listed.includes(number) || !mayBeCut(text, number))
}
