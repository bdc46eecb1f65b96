import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { type ProblemDocument, problems } from '@office365-email/shared/problem'
import type { Problem } from '../problem.ts'

/** Builds the RFC 9457 document. The cause of a problem is never sent. */
export function presentProblem(
  { slug, details }: Problem,
  requestId: string,
  reader: { forService: boolean },
): ProblemDocument {
  const { status, title } = problems[slug]
  const { detail, errors, diagnosis, retryAfterSeconds, messageId, current } = details
  return {
    type: `/problems/${slug}`,
    title,
    status,
    detail,
    requestId,
    ...(errors && errors.length > 0 && { errors }),
    ...(diagnosis && { diagnosis: presentDiagnosis(diagnosis, reader) }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(messageId !== undefined && { messageId }),
    ...(current && { current }),
  }
}
