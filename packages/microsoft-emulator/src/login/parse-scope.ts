import { clouds, findCloudOfGraphRoot, graphApplicationId } from '../seed/cloud.ts'
import type { Tenant } from '../seed/seed.ts'
import { TokenRefusal } from './token-refusal.ts'

/** Resources other than Graph that a token can be issued for, so that Graph can refuse its audience. */
const otherResources = ['https://outlook.office365.com', 'https://outlook.office.com', 'https://management.azure.com']

/** Returns the resource of a scope `{resource}/.default`, or throws Entra's refusal. */
export function parseScope(scope: string): string {
  const scopes = scope.split(' ').filter((part) => part !== '')
  const defaults = scopes.filter((part) => part.endsWith('/.default'))
  const [first] = defaults
  if (first === undefined) throw new TokenRefusal(1002012, { scope })
  if (new Set(defaults).size > 1) throw new TokenRefusal(700022, { scope })
  if (scopes.length > defaults.length) throw new TokenRefusal(70011, { scope })
  return first.slice(0, -'/.default'.length)
}

/** The resource shows which cloud the caller chose, since the emulator has one origin for all clouds. */
export function requireResource(resource: string, tenant: Tenant): void {
  const root = resource.replace(/\/$/, '')
  const cloud = root === graphApplicationId ? tenant.cloud : findCloudOfGraphRoot(root)
  if (cloud === undefined) {
    if (otherResources.includes(root)) return
    throw new TokenRefusal(500011, { resource, tenant: tenant.name })
  }
  if (cloud !== tenant.cloud) throw refuseOtherCloud(tenant, cloud, resource)
  if (tenant.graphServicePrincipal === 'absent') throw new TokenRefusal(500011, { resource, tenant: tenant.name })
  if (tenant.graphServicePrincipal === 'disabled') throw new TokenRefusal(500014, { resource: graphApplicationId })
}

/**
 * The error of the login of `cloud` for a tenant of another cloud. All of these codes were seen for this mistake;
 * which pair of clouds gets which code is assumed.
 */
export function refuseOtherCloud(tenant: Tenant, cloud: keyof typeof clouds, resource: string): TokenRefusal {
  const sameLogin = clouds[tenant.cloud].login === clouds[cloud].login
  if (sameLogin) return new TokenRefusal(500011, { resource, tenant: tenant.name })
  const usual =
    cloud !== 'global' ? 90002 : tenant.cloud === 'us-government' ? 900439 : tenant.cloud === 'china' ? 90002 : 900382
  return new TokenRefusal(tenant.errorFromOtherCloud ?? usual, {
    tenant: tenant.id,
    cloud: clouds[tenant.cloud].instance,
    current: clouds[cloud].instance,
  })
}
