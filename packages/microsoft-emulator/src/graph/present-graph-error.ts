import { type GraphErrorRow, graphErrors } from '../errors/graph-errors.ts'
import { fillText } from '../transport/fill-text.ts'
import { jsonResponse, type MicrosoftResponse } from '../transport/request-and-response.ts'
import { type GraphIds, graphHeaders } from './graph-headers.ts'
import type { GraphRefusal } from './graph-refusal.ts'

const challenge =
  'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"'

/** Graph's error shape; the date in `innerError` has no time zone. [microsoft-graph-docs: concepts/errors.md] */
export function presentGraphError(refusal: GraphRefusal, ids: GraphIds, at: Date): MicrosoftResponse {
  const row: GraphErrorRow = graphErrors[refusal.error]
  const innerError = {
    date: at.toISOString().slice(0, 19),
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
  }
  const headers: MicrosoftResponse['headers'] = { ...graphHeaders(ids), 'Content-Type': 'application/json' }
  if (row.status === 401) headers['WWW-Authenticate'] = challenge
  if (refusal.retryAfterSeconds !== undefined) headers['Retry-After'] = String(refusal.retryAfterSeconds)
  return jsonResponse(row.status, headers, {
    error: {
      code: row.code,
      message: fillText(row.message, refusal.values),
      ...(row.withoutInnerError ? {} : { innerError }),
    },
  })
}
