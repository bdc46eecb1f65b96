import { randomUUID } from 'node:crypto'
import { type TokenErrorRow, tokenErrors } from '../errors/token-errors.ts'
import { type Answer, jsonAnswer } from '../transport/answer.ts'
import { fillText } from '../transport/fill-text.ts'
import { loginHeaders } from './login-headers.ts'
import type { TokenRefusal } from './token-refusal.ts'

interface Circumstances {
  at: Date
  correlationId: string
  /** The OIDC endpoint says `invalid_tenant` where the token endpoint says `invalid_request`. */
  endpoint: 'token' | 'oidc'
}

/** Entra's error shape, in the newer form whose parts are parted by a space. [entra-docs: reference-error-codes.md] */
export function presentTokenError(refusal: TokenRefusal, { at, correlationId, endpoint }: Circumstances): Answer {
  const row: TokenErrorRow = tokenErrors[refusal.code]
  const traceId = randomUUID()
  const timestamp = `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const text = fillText(refusal.text ?? row.text, refusal.values)
  return jsonAnswer(row.status, loginHeaders(traceId, { isError: true }), {
    error: endpoint === 'oidc' ? 'invalid_tenant' : row.error,
    error_description: `AADSTS${refusal.code}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}`,
    ...(row.suberror ? { suberror: row.suberror } : {}),
    ...(refusal.claims ? { claims: refusal.claims } : {}),
  })
}
