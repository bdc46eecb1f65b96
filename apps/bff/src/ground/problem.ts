import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { FieldError, ProblemDocument, ProblemSlug } from '@office365-email/shared/problem'

export interface ProblemDetails {
  detail: string
  errors?: FieldError[]
  diagnosis?: Diagnosis
  retryAfterSeconds?: number
  messageId?: string
  /** Whether this repeats the response to an earlier request with the same `Idempotency-Key`. */
  isReplayed?: boolean
  current?: NonNullable<ProblemDocument['current']>
  /** The headers of the response that say what the server accepts instead. */
  headers?: Readonly<Record<string, string>>
  cause?: unknown
}

/** A verb throws this if it cannot fulfill the request. Only `http/` knows the status of a slug. */
export class Problem extends Error {
  readonly slug: ProblemSlug
  readonly details: ProblemDetails
  constructor(slug: ProblemSlug, details: ProblemDetails) {
    super(`${slug}: ${details.detail}`, { cause: details.cause })
    this.slug = slug
    this.details = details
  }
}

export const notFound = (): Problem => new Problem('not-found', { detail: 'There is nothing at this address.' })
