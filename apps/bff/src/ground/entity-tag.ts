/** The version of something, as `ETag` and `If-Match` have it. */
export const entityTag = (version: number): string => `"${version}"`

/** `If-Match` with strong comparison (RFC 9110, section 13.1.1). `*` fits whatever `exists`. Null: there is no header. */
export function fitsIfMatch(ifMatch: string | null, version: number, exists = true): boolean {
  if (ifMatch === null) return true
  const tags = ifMatch.split(',').map((tag) => tag.trim())
  return tags.includes(entityTag(version)) || (exists && tags.includes('*'))
}
