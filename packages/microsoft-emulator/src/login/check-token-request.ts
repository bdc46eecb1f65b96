import type { Application, Seed, ServicePrincipal, Tenant } from '../seed/seed.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { findApplication, findServicePrincipal } from '../state/find-in-directory.ts'
import type { MicrosoftRequest } from '../transport/request-and-response.ts'
import type { TokenSubject } from './issue-token.ts'
import { parseScope, requireResource } from './parse-scope.ts'
import { readTokenForm } from './read-token-form.ts'
import { requireAssertion } from './require-assertion.ts'
import { requireSecret } from './require-secret.ts'
import { microsoftServicesTenantId, requireTenant } from './require-tenant.ts'
import { TokenRefusal } from './token-refusal.ts'

/**
 * Returns the subject of the token to issue, or throws Entra's refusal.
 * Order: body, tenant, scope, client, service principal, secret, Conditional Access. The order between tenant and secret is assumed.
 */
export async function checkTokenRequest(
  request: MicrosoftRequest,
  tenantSegment: string,
  state: EmulatorState,
  origin: string,
): Promise<TokenSubject> {
  const { directory } = state
  const form = readTokenForm(request)
  requireGrant(form)
  const clientId = form.get('client_id') ?? ''
  refuseAlias(tenantSegment, clientId, directory)
  const tenant = requireTenant(directory, tenantSegment)
  refuseRestrictedTenant(request, tenant)
  if (tenant.blocked === 'fraud') throw new TokenRefusal(5000224)
  if (tenant.blocked === 'inactivity') throw new TokenRefusal(5000225)
  const audience = parseScope(form.get('scope') ?? '')
  requireResource(audience, tenant)
  const { application, principal } = requireApplication(directory, clientId, tenant)
  const tokenEndpoint = `${origin}/${tenantSegment}/oauth2/v2.0/token`
  if (form.get('client_assertion')) await requireAssertion(application, form, { state, tokenEndpoint })
  else requireSecret(application, form, state.now())
  if (tenant.conditionalAccessPolicyId) {
    const values = [tenant.conditionalAccessPolicyId]
    const claims = JSON.stringify({ access_token: { capolids: { essential: true, values } } })
    throw new TokenRefusal(53003, {}, { claims })
  }
  return { tenant, application, principal, audience, isSigned: form.has('client_assertion') }
}

function requireGrant(form: Map<string, string>): void {
  const grant = form.get('grant_type')
  if (!grant) throw new TokenRefusal(900144, { parameter: 'grant_type' })
  if (grant !== 'client_credentials') throw new TokenRefusal(70003, { grant })
  if (!form.get('client_id')) throw new TokenRefusal(900144, { parameter: 'client_id' })
  if (form.has('resource') && !form.has('scope')) throw new TokenRefusal(901002)
  if (!form.get('scope')) throw new TokenRefusal(900144, { parameter: 'scope' })
}

function refuseAlias(segment: string, clientId: string, directory: Seed): void {
  const alias = segment.toLowerCase()
  if (alias === 'common' || alias === 'consumers') throw new TokenRefusal(9001023)
  if (alias !== 'organizations') return
  const known = findApplication(directory, clientId) !== undefined
  throw new TokenRefusal(known ? 7000229 : 700016, { client: clientId, tenant: microsoftServicesTenantId })
}

/** A company's proxy sets this header. [entra-docs: identity/enterprise-apps/tenant-restrictions.md] */
function refuseRestrictedTenant(request: MicrosoftRequest, tenant: Tenant): void {
  const allowed = request.headers['restrict-access-to-tenants']
  if (typeof allowed !== 'string') return
  const names = allowed.split(',').map((name) => name.trim().toLowerCase())
  if (names.includes('*') || names.includes(tenant.id) || tenant.domains.some((domain) => names.includes(domain)))
    return
  throw new TokenRefusal(500021, { tenant: tenant.name })
}

function requireApplication(
  directory: Seed,
  clientId: string,
  tenant: Tenant,
): { application: Application; principal: ServicePrincipal } {
  const values = { client: clientId, tenant: tenant.name }
  const application = findApplication(directory, clientId)
  if (!application) throw new TokenRefusal(700016, values)
  const principal = findServicePrincipal(application, tenant.id)
  if (!principal) {
    const isKnown = application.homeTenantId === tenant.id || application.multiTenant
    throw isKnown ? new TokenRefusal(7000229, { ...values, tenant: tenant.id }) : new TokenRefusal(700016, values)
  }
  if (!principal.enabled) throw new TokenRefusal(7000112, { ...values, name: application.name })
  return { application, principal }
}
