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
  'unprocessable entity': 422,
  'too many requests': 429,
  'internal server error': 500,
  'bad gateway': 502,
  'service unavailable': 503,
  'server unavailable': 503,
  'gateway timeout': 504,
  'gateway time-out': 504,
  'insufficient storage': 507,
}

/** A three-digit number of HTTP, but not the first part of a mail server's reply such as "550 5.7.501". */
const number = String.raw`(?<![\d.])((?:20[0-6]|30[0-8]|4(?:0\d|1[0-8]|2[1-9]|31|51)|50\d|51[01]))(?![\d.]*\d|[ :,'b-]{1,4}\d\.\d)`

const numbered = [
  String.raw`\bstatus(?:[ _-]?code)?["'\]]?\s?(?::|=>|=|was|of|is|does not indicate success:)?\s?["'(]?(?:int\()?${number}`,
  String.raw`\bhttp[_ ]?(?:code)["'\]]?\s?(?::|=>|=)\s?(?:int\()?["']?${number}`,
  String.raw`\bhttp(?:\/\d(?:\.\d)?)?(?: error)?(?: code| status(?: code)?| response)?:?\s?\(?${number}`,
  String.raw`\bhttp error:? ${number}`,
  `^(?:error|code) ${number}`,
  String.raw`\(${number}\)`,
  String.raw`^\[?${number}`,
  String.raw`\[${number}\]`,
  String.raw`\b(?:error|failed|response|code|answered|returned)["'\]]?\s?(?::|=>|-|with|code|server)\s?["']?${number}`,
].map((form) => new RegExp(form))
const named = /\b(?:status(?:[ _-]?code)?|responsestatus)["']?\s?[:=]\s?["']?([a-z -]{3,30})/
const numberThenName =
  /(?<![\d.])([45]\d\d)\b:?\s?\(?(?:client error:?\s?)?(?:bad request|unauthorized|forbidden|not found|method not allowed|proxy auth|payload too large|request entity|unsupported media|unprocessable|too many|internal server|bad gateway|service unavailable|server unavailable|gateway time)/

function fromName(text: string): number | null {
  const spaced = text.trim()
  for (const [name, status] of Object.entries(statusNames)) {
    if (spaced.startsWith(name) || spaced.startsWith(name.replaceAll(' ', ''))) return status
  }
  return null
}

const plausible = (status: unknown): number | null =>
  typeof status === 'number' && Number.isInteger(status) && status >= 100 && status <= 999 ? status : null

/** Programs that keep only the name of a status put numbers of their own beside it: the name counts. */
const renamed =
  /\bcode["']?\s?[:=]\s?\d{3}\b[^a-z]{0,12}(?:message["']?\s?[:=]\s?["']?)?(unauthorized|forbidden|not found)\b/

function inText(text: string): number | null {
  const name = renamed.exec(text)?.[1] ?? (text.length <= 40 ? text : '')
  const alone = fromName(name)
  if (alone !== null) return alone
  const paired = numberThenName.exec(text)?.[1]
  if (paired !== undefined) return Number(paired)
  for (const form of numbered) {
    const found = form.exec(text)?.[1]
    if (found !== undefined) return Number(found)
  }
  return fromName(named.exec(text)?.[1] ?? '')
}

/** The HTTP status: as given, otherwise from a member of the response, otherwise from the text. */
export function readStatus(given: unknown, members: ReadonlyMap<string, string>, text: string): number | null {
  const member = plausible(Number(members.get('statuscode') ?? members.get('status') ?? Number.NaN))
  return plausible(given) ?? member ?? inText(text)
}
