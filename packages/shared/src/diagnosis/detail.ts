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
  | Variant

/** Variants of causes that the text of an error shows, with their values. `variant-texts.ts` has the texts. */
interface Variants {
  'status-only': { status: number }
  'text-cut': object
  'of-program': object
  'other-service': { service: string }
  'own-webhook': object
  'tenant-restriction': object
  'no-credential-sent': object
  'assertion-out-of-time': object
  'certificate-not-registered': object
  'certificate-expired': object
  'certificate-revoked': object
  'federation-missing': object
  'federation-issuer': object
  'federation-subject': object
  'federation-audience': object
  'issuer-unreachable': object
  'issuer-key-unknown': object
  'quoted-value': object
  'odd-character-sent': object
  'resource-of-program': { resource: string }
  'permission-needed': { permission: string }
  'token-on-upload-url': object
  'sender-must-verify': object
  'spam-suspected': object
  'tenant-sends-too-much': object
  'tenant-not-trusted': object
  'own-domain-needed': object
  'domain-not-registered': object
  'server-on-block-list': object
  'trust-store': { program: TrustStore }
  'named-host': { host: string }
  'local-service': { host: string }
  'before-sending': object
  'connection-lost': object
  'no-tls-on-port': object
  'certificate-out-of-time': object
}
export type VariantKind = keyof Variants
export type Variant<Kind extends VariantKind = VariantKind> = { [Each in Kind]: { kind: Each } & Variants[Each] }[Kind]

/** A program that has its own list of trusted certificates. */
export type TrustStore = 'curl' | 'windows' | 'java' | 'python' | 'go' | 'ruby'
