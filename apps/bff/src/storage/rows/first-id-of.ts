/** The smallest UUIDv7 of a time (RFC 9562, section 5.7), so that the primary key finds messages by age. */
export function firstIdOf(milliseconds: number): string {
  const hex = Math.max(milliseconds, 0).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
