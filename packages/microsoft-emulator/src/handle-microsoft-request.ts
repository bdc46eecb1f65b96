import { handleGraphRequest } from './graph/handle-graph-request.ts'
import { handleOpenIdConfiguration } from './login/handle-openid-configuration.ts'
import { handleTokenRequest } from './login/handle-token-request.ts'
import { getSigningKey } from './login/signing-key.ts'
import type { EmulatorState } from './state/emulator-state.ts'
import type { Route } from './state/recorded-request.ts'
import type { SentMessage } from './state/sent-message.ts'
import { jsonResponse, type MicrosoftRequest, type MicrosoftResponse } from './transport/request-and-response.ts'

/** Handles a request as Microsoft would, without any fault. */
export async function handleMicrosoftRequest(
  route: Route,
  request: MicrosoftRequest,
  state: EmulatorState,
  origin: string,
): Promise<{ response: MicrosoftResponse; message?: SentMessage }> {
  const [, tenantSegment = '', ...rest] = request.path.split('/')
  const tenant = decodeSegment(tenantSegment)
  switch (route) {
    case 'sendMail':
    case 'graph':
      return await handleGraphRequest(request, state)
    case 'token':
      // A path of another depth, or one with an empty tenant, gets Entra's bare 404, as was captured.
      if (tenant === '' || rest.length !== 3) return { response: notFound() }
      return { response: await handleTokenRequest(request, tenant, state, origin) }
    case 'oidc': {
      const version = rest[0]?.toLowerCase() === 'v2.0' ? 'v2.0' : 'v1.0'
      if (tenant === '' || rest.length !== (version === 'v2.0' ? 3 : 2)) return { response: notFound() }
      return { response: await handleOpenIdConfiguration(request, { tenantSegment: tenant, version, origin }, state) }
    }
    case 'keys':
      return {
        response: jsonResponse(200, { 'Content-Type': 'application/json' }, { keys: [(await getSigningKey()).jwk] }),
      }
    case 'login':
      return { response: notFound() }
  }
}

function notFound(): MicrosoftResponse {
  return { status: 404, headers: { 'Content-Length': '0' }, body: '' }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
