import { clouds } from '../seed/cloud.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { jsonResponse, type MicrosoftRequest, type MicrosoftResponse } from '../transport/request-and-response.ts'
import { presentTokenError } from './present-token-error.ts'
import { readCorrelationId } from './read-correlation-id.ts'
import { requireTenant } from './require-tenant.ts'
import { TokenRefusal } from './token-refusal.ts'

const aliases = ['common', 'organizations', 'consumers']

/** `GET /{tenant}[/v2.0]/.well-known/openid-configuration`, on the emulator's own origin, so that MSAL accepts its issuer. */
export async function handleOpenIdConfiguration(
  request: MicrosoftRequest,
  { tenantSegment, version, origin }: { tenantSegment: string; version: 'v1.0' | 'v2.0'; origin: string },
  state: EmulatorState,
): Promise<MicrosoftResponse> {
  await request.pause()
  try {
    const isAlias = aliases.includes(tenantSegment.toLowerCase())
    const tenant = isAlias
      ? { id: tenantSegment.toLowerCase(), cloud: 'global' as const }
      : requireTenant(state.directory, tenantSegment)
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'max-age=86400, private',
      'Access-Control-Allow-Origin': '*',
      'X-Content-Type-Options': 'nosniff',
    }
    const issuerTenant = isAlias ? '{tenantid}' : tenant.id
    return jsonResponse(200, headers, describe(tenant, issuerTenant, version, origin))
  } catch (error) {
    if (!(error instanceof TokenRefusal)) throw error
    return presentTokenError(error, { at: state.now(), correlationId: readCorrelationId(request), endpoint: 'oidc' })
  }
}

function describe(
  tenant: { id: string; cloud: keyof typeof clouds },
  issuerTenant: string,
  version: 'v1.0' | 'v2.0',
  origin: string,
) {
  const base = `${origin}/${tenant.id}`
  const oauth2 = version === 'v2.0' ? `${base}/oauth2/v2.0` : `${base}/oauth2`
  const { graph, instance } = clouds[tenant.cloud]
  return {
    token_endpoint: `${oauth2}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: version === 'v2.0' ? `${origin}/${issuerTenant}/v2.0` : `https://sts.windows.net/${issuerTenant}/`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `https://${graph}/oidc/userinfo`,
    authorization_endpoint: `${oauth2}/authorize`,
    device_authorization_endpoint: `${oauth2}/devicecode`,
    http_logout_supported: true,
    frontchannel_logout_supported: true,
    end_session_endpoint: `${oauth2}/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid', 'ver'],
    tenant_region_scope: 'WW',
    cloud_instance_name: instance,
    cloud_graph_host_name: 'graph.windows.net',
    msgraph_host: graph,
    rbac_url: 'https://pas.windows.net',
  }
}
