import type { ReportedFailure } from '@office365-email/shared/diagnosis/diagnosis'

type Members = Readonly<Record<string, unknown>>

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseMembers(text: string): Members | null {
  try {
    const value: unknown = JSON.parse(text)
    return isMembers(value) ? value : null
  } catch {
    return null
  }
}

const readStatus = ({ status, statusCode }: Members): number | null => {
  const given = status ?? statusCode
  return typeof given === 'number' && Number.isInteger(given) && given >= 100 && given <= 599 ? given : null
}

function readHeaders({ headers }: Members): Record<string, string> | null {
  if (!isMembers(headers)) return null
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** Splits a logged response with a body into its parts; sends anything else as it was pasted. */
export function readPastedError(text: string): ReportedFailure {
  const members = parseMembers(text)
  if (!members || !('body' in members)) return { raw: text }
  return { status: readStatus(members), headers: readHeaders(members), body: members['body'], raw: text }
}
