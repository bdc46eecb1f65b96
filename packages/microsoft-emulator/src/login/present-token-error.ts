import { randomUUID } from 'node:crypto'
import { type TokenErrorRow, tokenErrors } from '../errors/token-errors.ts'
import { fillText } from '../transport/fill-text.ts'
import { jsonResponse, type MicrosoftResponse } from '../transport/request-and-response.ts'
import { loginHeaders } from './login-headers.ts'
import type { TokenRefusal } from './token-refusal.ts'

interface Circumstances {
  at: Date
  correlationId: string
  /** For an unknown tenant, the token endpoint returns `invalid_request`, the OIDC endpoint `invalid_tenant`. */
  endpoint: 'token' | 'oidc'
}

/** Entra's error shape, in the newer form that separates the parts with a space. [entra-docs: reference-error-codes.md] */
export function presentTokenError(
  refusal: TokenRefusal,
  { at, correlationId, endpoint }: Circumstances,
): MicrosoftResponse {
  const row: TokenErrorRow = tokenErrors[refusal.code]
  const traceId = randomUUID()
  const timestamp = `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`
  const text = fillText(refusal.text ?? row.text, refusal.values)
  return jsonResponse(row.status, loginHeaders(traceId, { isError: true }), {
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
