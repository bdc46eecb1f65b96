import type { Seed, Tenant } from '../seed/seed.ts'
import { findTenant } from '../state/find-in-directory.ts'
import { TokenRefusal } from './token-refusal.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const domain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i

/** Microsoft's own tenant, which stands in for `organizations` in error texts. */
export const microsoftServicesTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

/** The tenant that a segment of the path names, or Entra's refusal of it. */
export function requireTenant(directory: Seed, segment: string): Tenant {
  if (/^0{8}-0{4}-0{4}-0{4}-0{12}$/.test(segment)) {
    throw new TokenRefusal(
      90002,
      {},
      {
        text: `Requested tenant identifier '${segment}' is not valid. Tenant identifiers may not be an empty GUID.`,
      },
    )
  }
  // A word without a dot, such as 'secrets', was answered as a tenant that is not found; other shapes as malformed.
  const wellFormed = guid.test(segment) || domain.test(segment) || /^[a-z]+$/i.test(segment)
  if (!wellFormed) throw new TokenRefusal(900023, { tenant: segment })
  const tenant = findTenant(directory, segment)
  if (!tenant) throw new TokenRefusal(90002, { tenant: segment })
  return tenant
}
