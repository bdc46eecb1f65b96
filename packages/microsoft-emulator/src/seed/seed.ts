import type { Cloud } from './cloud.ts'

/** A time in ISO 8601 UTC, e.g. `2026-11-23T08:00:00Z`. */
export type Instant = string

/** Everything that the emulated Microsoft knows, as plain JSON data. The emulator copies it at start and at reset. */
export interface Seed {
  tenants: Tenant[]
  applications: Application[]
  mailboxes: Mailbox[]
  /** People and guests of the directory that have no mailbox at all. */
  users: DirectoryUser[]
  groups: Group[]
  exchangeGrants: ExchangeGrant[]
  accessPolicies: AccessPolicy[]
}

export interface Tenant {
  id: string
  name: string
  /** Verified domains; callers can use each of them instead of the tenant ID. */
  domains: string[]
  cloud: Cloud
  /** ID of a Conditional Access policy for workload identities that blocks every token. */
  conditionalAccessPolicyId?: string
  /** Microsoft's own blocks: 5000224 for fraud, 5000225 for inactivity. */
  blocked?: 'fraud' | 'inactivity'
  /** Microsoft Graph's own service principal in the tenant; `enabled` by default. */
  graphServicePrincipal?: 'enabled' | 'disabled' | 'absent'
  /** The error code that the login of another cloud returns for this tenant; see `refuseOtherCloud`. */
  errorFromOtherCloud?: 90002 | 90038 | 900382 | 900432 | 900439
  /** The organization's EWS policy, which also applies to REST; user agents can contain `*`. */
  ewsApplicationAccessPolicy?: { kind: 'EnforceAllowList' | 'EnforceBlockList'; userAgents: string[] }
  /** `Set-OrganizationConfig -SendFromAliasEnabled $true`. */
  sendFromAliasEnabled?: boolean
  /** The tenant has no Exchange Online at all. */
  withoutExchange?: boolean
  /** 3599 by default; Microsoft's default is a random 60 to 90 minutes. */
  tokenLifetimeSeconds?: number
}

export interface Application {
  clientId: string
  /** The application object's ID, which people often paste instead of the client ID. */
  objectId: string
  name: string
  homeTenantId: string
  /** Without a service principal, a multi-tenant application gets 7000229 and a single-tenant one 700016. */
  multiTenant?: boolean
  secrets: Secret[]
  certificates?: Certificate[]
  /** At most 20. */
  federatedCredentials?: FederatedCredential[]
  servicePrincipals: ServicePrincipal[]
}

export interface Secret {
  /** The portal's "Secret ID". */
  keyId: string
  value: string
  startsAt: Instant
  expiresAt: Instant
  deletedAt?: Instant
}

/** A public certificate, as it was uploaded. Its dates are its own. */
export interface Certificate {
  keyId: string
  /** PEM. */
  certificate: string
  /** The portal's "Thumbprint": SHA-1 in hexadecimal. */
  thumbprint: string
  deletedAt?: Instant
  revokedAt?: Instant
}

/** Whose signed statements take the place of a secret. Entra compares every letter. */
export interface FederatedCredential {
  name: string
  issuer: string
  subject: string
  audience: string
  /** When Entra knows it everywhere: at Microsoft, minutes after it was made. */
  effectiveFrom: Instant
}

/** The Enterprise application in one tenant. */
export interface ServicePrincipal {
  objectId: string
  tenantId: string
  enabled: boolean
  /** Consented application permissions; a new token has them as its `roles`. */
  applicationPermissions: string[]
  /** Consented delegated permissions; they never appear in an app-only token. */
  delegatedPermissions?: string[]
}

export interface Mailbox {
  tenantId: string
  /** Object ID of the directory user; shared and room mailboxes have one too. */
  userId: string
  userPrincipalName: string
  primarySmtpAddress: string
  displayName: string
  aliases?: string[]
  kind: 'user' | 'shared' | 'room'
  state: MailboxState
  /** Addresses of other mailboxes that this one can use as `from`. */
  sendAs?: string[]
  /** `Set-Mailbox -RecipientLimits`, default 500. */
  recipientLimit?: number
  /** MaxSendSize, default 35 MB. */
  maxSendSizeBytes?: number
}

export type MailboxState =
  | 'ok'
  | 'noLicense'
  | 'onPremises'
  | 'softDeleted'
  | 'notProvisioned'
  | 'moving'
  | 'full'
  | 'blocked'

export interface DirectoryUser {
  tenantId: string
  userId: string
  userPrincipalName: string
  kind: 'member' | 'guest'
}

export interface Group {
  tenantId: string
  groupId: string
  address: string
  kind: 'mailEnabledSecurity' | 'distribution' | 'microsoft365'
  /** Object IDs of mailboxes, users or other groups. */
  memberIds: string[]
}

/** RBAC for Applications: a role that Exchange itself grants the application, independent of Entra's consent. */
export interface ExchangeGrant {
  tenantId: string
  clientId: string
  role:
    | 'Application Mail.Send'
    | 'Application Mail Full Access'
    | 'Application Exchange Full Access'
    | 'Application Mail.ReadWrite'
  /** User IDs in the management scope, or the whole organization. */
  scope: 'organization' | string[]
  /** When it takes effect: at Microsoft, 30 minutes to 2 hours after it was made. */
  effectiveFrom: Instant
  effectiveUntil?: Instant
}

/** A legacy application access policy. It narrows Entra's consent only. */
export interface AccessPolicy {
  id: string
  tenantId: string
  /** An application, or `*` for all. */
  clientId: string
  accessRight: 'RestrictAccess' | 'DenyAccess'
  /** A mail-enabled security group, or one user mailbox. */
  scopeId: string
  /** When it takes effect: at Microsoft, sometimes more than an hour after it was made. */
  effectiveFrom: Instant
  effectiveUntil?: Instant
}
