import type { Cloud } from './cloud.ts'

/** A moment as ISO 8601 UTC, e.g. `2026-11-23T08:00:00Z`. */
export type Instant = string

/** Everything the emulated Microsoft knows. Plain data: it can be written as JSON and is copied at start and at reset. */
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
  /** Verified domains; each may stand in the place of the tenant ID. */
  domains: string[]
  cloud: Cloud
  /** A Conditional Access policy for workload identities that blocks every token: its id. */
  conditionalAccessPolicyId?: string
  /** Microsoft's own blocks: 5000224 for fraud, 5000225 for inactivity. */
  blocked?: 'fraud' | 'inactivity'
  /** Microsoft Graph's own service principal in the tenant; `enabled` unless said otherwise. */
  graphServicePrincipal?: 'enabled' | 'disabled' | 'absent'
  /** What the login of another cloud answers for this tenant; see `refuseOtherCloud`. */
  answerFromOtherCloud?: 90002 | 90038 | 900382 | 900432 | 900439
  /** The organisation's EWS policy, which holds for REST too; user agents may contain `*`. */
  ewsApplicationAccessPolicy?: { kind: 'EnforceAllowList' | 'EnforceBlockList'; userAgents: string[] }
  /** `Set-OrganizationConfig -SendFromAliasEnabled $true`. */
  sendFromAliasEnabled?: boolean
  /** The tenant has no Exchange Online at all. */
  withoutExchange?: boolean
  /** Real default: random 60 to 90 minutes; here 3599 s unless said otherwise. */
  tokenLifetimeSeconds?: number
}

export interface Application {
  clientId: string
  /** The application object's id, which people paste in place of the client ID. */
  objectId: string
  name: string
  homeTenantId: string
  /** A multi-tenant application without a service principal is told so (7000229), a single-tenant one is not found (700016). */
  multiTenant?: boolean
  secrets: Secret[]
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

/** The Enterprise application in one tenant. */
export interface ServicePrincipal {
  objectId: string
  tenantId: string
  enabled: boolean
  /** Consented application permissions; they become the token's `roles` when it is minted. */
  applicationPermissions: string[]
  /** Consented delegated permissions; they never show in an app-only token. */
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
  /** Addresses of other mailboxes that this one may put into `from`. */
  sendAs?: string[]
  /** `Set-Mailbox -RecipientLimits`, default 500. */
  recipientLimit?: number
  /** MaxSendSize, default 35 MB. */
  maxSendSizeBytes?: number
}

export type MailboxState =
  | 'ok'
  | 'noLicence'
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

/** RBAC for Applications: a role that Exchange itself gives the application, apart from Entra's consent. */
export interface ExchangeGrant {
  tenantId: string
  clientId: string
  role:
    | 'Application Mail.Send'
    | 'Application Mail Full Access'
    | 'Application Exchange Full Access'
    | 'Application Mail.ReadWrite'
  /** User ids in the management scope, or the whole organisation. */
  scope: 'organization' | string[]
  /** In force from; a grant takes 30 minutes to 2 hours to become so. */
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
  /** In force from; can be more than an hour after it was made. */
  effectiveFrom: Instant
  effectiveUntil?: Instant
}
