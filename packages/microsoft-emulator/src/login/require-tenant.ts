import type { Seed, Tenant } from '../seed/seed.ts'
import { findTenant } from '../state/find-in-directory.ts'
import { TokenRefusal } from './token-refusal.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const domain = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$/i

/** Microsoft's own tenant, which error texts name for `organizations`. */
export const microsoftServicesTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

/** Returns the tenant that a path segment names, or throws Entra's refusal. */
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
  // Entra was seen to report a word without a dot, such as 'secrets', as not found, and other shapes as malformed.
  const wellFormed = guid.test(segment) || domain.test(segment) || /^[a-z]+$/i.test(segment)
  if (!wellFormed) throw new TokenRefusal(900023, { tenant: segment })
  const tenant = findTenant(directory, segment)
  if (!tenant) throw new TokenRefusal(90002, { tenant: segment })
  return tenant
}
