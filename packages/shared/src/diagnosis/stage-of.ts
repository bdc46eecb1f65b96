import { type causes, ownCauses } from './causes.ts'
import type { Cause, Stage } from './diagnosis.ts'

const causesOfToken: ReadonlySet<(typeof causes)[number]> = new Set<Cause>([
  'tenant_not_found',
  'tenant_missing',
  'tenant_blocked',
  'wrong_cloud',
  'app_not_in_tenant',
  'app_disabled',
  'client_id_wrong',
  'secret_invalid',
  'secret_expired',
  'secret_missing',
  'assertion_invalid',
  'public_client_config',
  'scope_invalid',
  'resource_unknown',
  'consent_missing',
  'conditional_access',
  'token_request_malformed',
  'wrong_flow',
  'delegated_flow',
  'token_service_transient',
  'token_throttled',
])

/** No response came, or one that is not Microsoft's. */
export const causesOfNetwork: ReadonlySet<Cause> = new Set<Cause>([
  'dns_failure',
  'connect_failed',
  'connect_timeout',
  'tls_untrusted',
  'tls_failed',
  'proxy_refused',
])

/** Where a cause usually occurs; `server` for a failure of this server itself. */
export function stageOf(cause: Cause): Stage | 'server' {
  if (ownCauses.some((own) => own === cause)) return 'server'
  if (causesOfToken.has(cause)) return 'token'
  return causesOfNetwork.has(cause) ? 'network' : 'graph'
}
