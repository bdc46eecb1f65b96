import { parseGuid } from '../guid.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import { readNamedIds } from './read-named-ids.ts'
import { favor, remark, type Sharpener, type Verdict } from './verdict.ts'

const same = (one: string | null | undefined, other: string | null | undefined): boolean =>
  typeof one === 'string' &&
  typeof other === 'string' &&
  one.trim() !== '' &&
  one.trim().toLowerCase() === other.trim().toLowerCase()

const bothGuids = (one: string | null | undefined, other: string | null | undefined): boolean =>
  parseGuid(one ?? '') !== null && parseGuid(other ?? '') !== null

const sharedTenants = new Set(['common', 'organizations', 'consumers', ''])

type Case = (verdict: Verdict, named: ReturnType<typeof readNamedIds>, context: DiagnosisContext) => Verdict | null

const aboutTenant = new Set([
  'tenant_not_found',
  'tenant_missing',
  'app_not_in_tenant',
  'client_id_wrong',
  'wrong_cloud',
])

const equalValues: Case = (verdict, _named, { clientId, tenantId, userId }) => {
  const cause = verdict.candidates[0]
  if (aboutTenant.has(cause) && same(clientId, tenantId)) {
    return remark(favor(verdict, 'client_id_wrong'), { kind: 'same-value', fields: ['Client ID', 'Tenant ID'] })
  }
  if (aboutTenant.has(cause) && same(clientId, userId)) {
    return remark(favor(verdict, 'client_id_wrong'), { kind: 'same-value', fields: ['Client ID', 'User ID'] })
  }
  if (cause === 'user_not_found' && (same(userId, clientId) || same(userId, tenantId))) {
    return remark(verdict, { kind: 'user-id-is', field: same(userId, clientId) ? 'Client ID' : 'Tenant ID' })
  }
  return null
}

const swappedValues: Case = (verdict, named, { clientId, tenantId, userId }) => {
  const cause = verdict.candidates[0]
  if (!aboutTenant.has(cause)) return null
  if (same(named.client, tenantId) || (same(named.client, clientId) && same(named.tenant, named.client))) {
    return remark(favor(verdict, 'client_id_wrong'), { kind: 'client-id-is', field: 'Tenant ID' })
  }
  if (same(named.client, userId)) {
    return remark(favor(verdict, 'client_id_wrong'), { kind: 'client-id-is', field: 'User ID' })
  }
  if (cause === 'tenant_not_found' && (same(named.tenant, clientId) || same(named.tenant, userId))) {
    return remark(verdict, { kind: 'tenant-id-is', field: same(named.tenant, clientId) ? 'Client ID' : 'User ID' })
  }
  return null
}

const unlikeConfiguration: Case = (verdict, named, { clientId, tenantId, userId, userEmail }) => {
  const cause = verdict.candidates[0]
  if (aboutTenant.has(cause)) {
    if (typeof tenantId === 'string' && sharedTenants.has(tenantId.trim().toLowerCase()))
      return favor(verdict, 'tenant_missing')
    if (bothGuids(named.tenant, tenantId) && !same(named.tenant, tenantId)) {
      return remark(favor(verdict, 'tenant_missing'), { kind: 'other-tenant-named' })
    }
    if (bothGuids(named.client, clientId) && !same(named.client, clientId)) {
      return remark(favor(verdict, 'client_id_wrong'), { kind: 'other-app-named' })
    }
  }
  if (
    (cause === 'secret_invalid' || cause === 'secret_expired') &&
    bothGuids(named.client, clientId) &&
    !same(named.client, clientId)
  ) {
    return remark(verdict, { kind: 'secret-of-other-app' })
  }
  const foreignUser =
    named.user !== null && typeof userId === 'string' && !same(named.user, userId) && !same(named.user, userEmail)
  if (cause === 'user_not_found' && foreignUser) {
    return remark(verdict, { kind: 'other-user-named' })
  }
  return null
}

/** Finds identifiers that are equal, swapped, or different from those in Microsoft's message. */
export const sharpenIds: Sharpener = (verdict, clues, context) => {
  const named = readNamedIds(clues)
  for (const find of [equalValues, swappedValues, unlikeConfiguration]) {
    const sharper = find(verdict, named, context)
    if (sharper !== null) return sharper
  }
  return null
}
