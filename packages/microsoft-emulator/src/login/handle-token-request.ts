import { randomUUID } from 'node:crypto'
import type { EmulatorState } from '../state/emulator-state.ts'
import { jsonResponse, type MicrosoftRequest, type MicrosoftResponse } from '../transport/request-and-response.ts'
import { checkTokenRequest } from './check-token-request.ts'
import { issueToken } from './issue-token.ts'
import { loginHeaders } from './login-headers.ts'
import { presentTokenError } from './present-token-error.ts'
import { readCorrelationId } from './read-correlation-id.ts'
import { getSigningKey } from './signing-key.ts'
import { TokenRefusal } from './token-refusal.ts'

/** `POST /{tenant}/oauth2/v2.0/token`. [entra-docs: identity-platform/v2-oauth2-client-creds-grant-flow.md] */
export async function handleTokenRequest(
  request: MicrosoftRequest,
  tenantSegment: string,
  state: EmulatorState,
  origin: string,
): Promise<MicrosoftResponse> {
  await request.pause()
  const now = state.now()
  const correlationId = readCorrelationId(request)
  const echo: MicrosoftResponse['headers'] =
    request.headers['return-client-request-id'] === 'true' ? { 'client-request-id': correlationId } : {}
  try {
    const subject = await checkTokenRequest(request, tenantSegment, state, origin)
    const { token, expiresInSeconds } = await issueToken(subject, await getSigningKey(), now)
    return jsonResponse(
      200,
      { ...loginHeaders(randomUUID()), ...echo },
      {
        token_type: 'Bearer',
        expires_in: expiresInSeconds,
        ext_expires_in: expiresInSeconds,
        access_token: token,
      },
    )
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error
    const response = presentTokenError(error, { at: now, correlationId, endpoint: 'token' })
    return { ...response, headers: { ...response.headers, ...echo } }
  }
}
