export type GraphTarget =
  | { kind: 'sendMail'; user: string }
  | { kind: 'user'; user: string }
  | { kind: 'me' }
  | { kind: 'emptyUser' }
  | { kind: 'unknown'; segment: string }

/** Finds the emulated route of a path under `/v1.0` or `/beta`. Names match in any case, as in Graph. */
export function parseGraphPath(path: string): GraphTarget {
  const [, , first = '', ...rest] = path.split('/')
  const keyInParentheses = /^users\('([^']*)'\)$/i.exec(decodeSegment(first))?.[1]
  if (first.toLowerCase() === 'me') return { kind: 'me' }
  if (first.toLowerCase() !== 'users' && keyInParentheses === undefined) return { kind: 'unknown', segment: first }
  const [user = '', action, ...more] =
    keyInParentheses === undefined ? rest.map(decodeSegment) : [keyInParentheses, ...rest]
  if (user === '') return { kind: 'emptyUser' }
  if (action === undefined) return { kind: 'user', user }
  if (more.length === 0 && /^(microsoft\.graph\.)?sendmail$/i.test(action)) return { kind: 'sendMail', user }
  return { kind: 'unknown', segment: action }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
