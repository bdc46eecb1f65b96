import type { NationalCloud } from '../national-cloud.ts'
import type { causes } from './causes.ts'

type Value = 'Client ID' | 'Tenant ID' | 'User ID'

/** A variant of the cause, or a fact about the configuration. `describe-detail.ts` has the texts. */
export type Detail =
  | { kind: 'cloud-chosen'; cloud: NationalCloud }
  | { kind: 'same-value'; fields: [Value, Value] }
  | { kind: 'user-id-is'; field: Value }
  | { kind: 'client-id-is'; field: Value }
  | { kind: 'tenant-id-is'; field: Value }
  | { kind: 'other-tenant-named' }
  | { kind: 'other-app-named' }
  | { kind: 'secret-of-other-app' }
  | { kind: 'other-user-named' }
  | { kind: 'permission-is-new' }
  | { kind: 'consent-given' }
  | { kind: 'roles-of-token'; roles: string[] }
  | { kind: 'secret-id-by-form' }
  | { kind: 'expiry-date-passed' }
  | { kind: 'expiry-date-later' }
  | { kind: 'secret-is-new'; minutes: number }
  | { kind: 'same-address' }
  | { kind: 'token-outdated' }
  | { kind: 'item-of-other-mailbox' }
  | { kind: 'secret-lost' }
  | { kind: 'held-after-restore' }
  | { kind: 'kept-waiting'; lastCause: (typeof causes)[number] }
