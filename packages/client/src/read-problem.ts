import type { ClientSlug, Diagnosis, FieldError, MailProblem, ProblemSlug } from './problem.ts'

export type Members = Readonly<Record<string, unknown>>

// The schemas of packages/shared would add zod to the bundle, ten times the size of this client. It checks the shape of
// what it uses itself, and passes on the rest as the types describe it.

export const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** The problem that the server describes; null if the document is not one of this API. */
export function readProblem(status: number, body: unknown): MailProblem | null {
  if (!isObject(body)) return null
  const slug = /^\/problems\/([a-z0-9-]+)$/.exec(textOf(body['type']) ?? '')?.[1]
  if (slug === undefined) return null
  return {
    // A later version of the server may have others.
    slug: slug as ProblemSlug,
    detail: textOf(body['detail']) ?? slug,
    status,
    requestId: textOf(body['requestId']),
    messageId: textOf(body['messageId']),
    retryAfterSeconds: numberOf(body['retryAfterSeconds']),
    errors: Array.isArray(body['errors']) ? (body['errors'] as FieldError[]) : [],
    diagnosis: isObject(body['diagnosis']) ? (body['diagnosis'] as unknown as Diagnosis) : null,
  }
}

/** A problem that the client found out itself. */
export const ownProblem = (slug: ClientSlug, detail: string, more: Partial<MailProblem> = {}): MailProblem => ({
  slug,
  detail,
  status: null,
  requestId: null,
  messageId: null,
  retryAfterSeconds: null,
  errors: [],
  diagnosis: null,
  ...more,
})
