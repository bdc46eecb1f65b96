import type { AccessPolicy, ExchangeGrant, Mailbox, Seed, Tenant } from '../seed/seed.ts'
import { GraphRefusal } from './graph-refusal.ts'
import type { AccessToken } from './read-access-token.ts'

const sendingRoles: ExchangeGrant['role'][] = [
  'Application Mail.Send',
  'Application Mail Full Access',
  'Application Exchange Full Access',
]

interface SendAttempt {
  token: AccessToken
  tenant: Tenant
  /** Undefined if the path names no existing mailbox. */
  mailbox: Mailbox | undefined
  userAgent: string
  now: Date
}

/**
 * Entra's consent (the token's `roles`, narrowed by access policies) and Exchange's grant are a union:
 * either one is enough, and a policy does not affect the grant. [learn: exchange/permissions-exo/application-rbac]
 */
export function requireSendPermission(directory: Seed, attempt: SendAttempt): void {
  const { token, tenant, userAgent } = attempt
  if (isRefusedByEwsPolicy(tenant, userAgent)) throw new GraphRefusal('odataDisabled')
  if (isGrantedByExchange(directory, attempt)) return
  if (!token.roles?.includes('Mail.Send')) throw new GraphRefusal('accessDenied')
  if (isBlockedByAccessPolicy(directory, attempt)) throw new GraphRefusal('blockedByAccessPolicy')
}

function isGrantedByExchange(directory: Seed, { token, mailbox, now }: SendAttempt): boolean {
  return directory.exchangeGrants.some(
    (grant) =>
      grant.tenantId === token.tid &&
      grant.clientId === token.appid &&
      sendingRoles.includes(grant.role) &&
      isInForce(grant, now) &&
      (grant.scope === 'organization' || (mailbox !== undefined && grant.scope.includes(mailbox.userId))),
  )
}

/** Deny wins over restrict. If any restriction is in force, the app reaches only members of a restriction's group. */
function isBlockedByAccessPolicy(directory: Seed, { token, mailbox, now }: SendAttempt): boolean {
  const policies = directory.accessPolicies.filter(
    (policy) =>
      policy.tenantId === token.tid &&
      (policy.clientId === '*' || policy.clientId === token.appid) &&
      isInForce(policy, now),
  )
  const covers = (policy: AccessPolicy) => mailbox !== undefined && isInScope(directory, policy.scopeId, mailbox.userId)
  if (policies.some((policy) => policy.accessRight === 'DenyAccess' && covers(policy))) return true
  const restrictions = policies.filter((policy) => policy.accessRight === 'RestrictAccess')
  return restrictions.length > 0 && !restrictions.some(covers)
}

/** Groups can be nested, even in a cycle. */
function isInScope(directory: Seed, scopeId: string, userId: string, seen = new Set<string>()): boolean {
  if (scopeId === userId) return true
  if (seen.has(scopeId)) return false
  seen.add(scopeId)
  const group = directory.groups.find((candidate) => candidate.groupId === scopeId)
  return group?.memberIds.some((memberId) => isInScope(directory, memberId, userId, seen)) ?? false
}

function isInForce({ effectiveFrom, effectiveUntil }: AccessPolicy | ExchangeGrant, now: Date): boolean {
  const time = now.getTime()
  return Date.parse(effectiveFrom) <= time && !(effectiveUntil && Date.parse(effectiveUntil) <= time)
}

function isRefusedByEwsPolicy({ ewsApplicationAccessPolicy: policy }: Tenant, userAgent: string): boolean {
  if (!policy) return false
  const listed = policy.userAgents.some((pattern) => matchesPattern(userAgent, pattern))
  return policy.kind === 'EnforceAllowList' ? !listed : listed
}

function matchesPattern(text: string, pattern: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${source.join('.*')}$`, 'i').test(text)
}
