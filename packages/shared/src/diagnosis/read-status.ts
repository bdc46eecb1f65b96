/** The names that libraries print instead of the number. */
const statusNames: Readonly<Record<string, number>> = {
  'bad request': 400,
  unauthorized: 401,
  forbidden: 403,
  'not found': 404,
  'method not allowed': 405,
  'proxy authentication required': 407,
  'payload too large': 413,
  'request entity too large': 413,
  'unsupported media type': 415,
  'too many requests': 429,
  'internal server error': 500,
  'bad gateway': 502,
  'service unavailable': 503,
  'gateway timeout': 504,
  'gateway time-out': 504,
  'insufficient storage': 507,
}

const numbered = [
  /\bstatus(?:[ _-]?code)?["'\]]?\s?(?::|=>|=|was|of|is|does not indicate success:)?\s?["'(]?([1-5]\d\d)\b/,
  /\bhttp(?:\/\d(?:\.\d)?)?(?: error)?(?: code| status(?: code)?| response)?:?\s?\(?([1-5]\d\d)\b/,
  /\bhttp error:? ([1-5]\d\d)\b/,
  /\(([45]\d\d)\)/,
  /^\[?([45]\d\d)\b(?!\]? [45]\.\d)/,
  /\[([45]\d\d)\]/,
  /\b(?:error|failed|response|code)["'\]]?\s?(?::|=>|-|with|code|server)\s?["']?([45]\d\d)\b/,
]
const named = /\b(?:status(?:[ _-]?code)?|responsestatus)["']?\s?[:=]\s?["']?([a-z -]{3,30})/
const numberThenName =
  /\b([45]\d\d)\b:?\s?(?:client error:?\s?)?(?:bad request|unauthorized|forbidden|not found|method not allowed|proxy auth|payload too large|request entity|unsupported media|too many|internal server|bad gateway|service unavailable|gateway time)/

function fromName(text: string): number | null {
  const spaced = text.trim()
  for (const [name, status] of Object.entries(statusNames)) {
    if (spaced.startsWith(name) || spaced.startsWith(name.replaceAll(' ', ''))) return status
  }
  return null
}

const plausible = (status: unknown): number | null =>
  typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 999 ? status : null

/** The HTTP status: as given, otherwise from a member of the response, otherwise from the text. */
export function readStatus(given: unknown, members: ReadonlyMap<string, string>, text: string): number | null {
  const member = plausible(Number(members.get('statuscode') ?? members.get('status') ?? Number.NaN))
  const direct = plausible(given) ?? member
  if (direct !== null) return direct
  const paired = numberThenName.exec(text)?.[1]
  if (paired !== undefined) return Number(paired)
  for (const form of numbered) {
    const found = form.exec(text)?.[1]
    if (found !== undefined) return Number(found)
  }
  return fromName(named.exec(text)?.[1] ?? '') ?? (text.length <= 40 ? fromName(text) : null)
}
