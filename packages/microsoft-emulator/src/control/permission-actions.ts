import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { AccessPolicy, ExchangeGrant } from '../seed/seed.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { defineAction, flag, getApplication, getMailbox, later, seconds } from './action.ts'

const consent = z.object({ clientId: z.string(), permission: z.string().default('Mail.Send') })
/** `afterSeconds` is the delay until a policy or grant takes effect; 0 by default. */
const delayed = z.object({ clientId: z.string(), afterSeconds: seconds.default(0) })

function end(entries: (AccessPolicy | ExchangeGrant)[], clientId: string, at: string): void {
  for (const entry of entries) if (entry.clientId === clientId) entry.effectiveUntil = at
}

function addPolicy(state: EmulatorState, policy: Omit<AccessPolicy, 'id'>): AccessPolicy {
  const added = { id: randomUUID(), ...policy }
  state.directory.accessPolicies.push(added)
  return added
}

export const permissionActions = {
  /** Consents to an application permission, for tokens issued from now on. */
  giveConsent: defineAction(consent, (state, { clientId, permission }) => {
    for (const { applicationPermissions } of getApplication(state, clientId).servicePrincipals) {
      if (!applicationPermissions.includes(permission)) applicationPermissions.push(permission)
    }
  }),
  /** Tokens issued before keep the permission, as in Entra. */
  takeConsent: defineAction(consent, (state, { clientId, permission }) => {
    for (const principal of getApplication(state, clientId).servicePrincipals) {
      principal.applicationPermissions = principal.applicationPermissions.filter((name) => name !== permission)
    }
  }),
  setApplicationEnabled: defineAction(
    z.object({ clientId: z.string(), enabled: flag }),
    (state, { clientId, enabled }) => {
      for (const principal of getApplication(state, clientId).servicePrincipals) principal.enabled = enabled
    },
  ),
  /** RBAC for Applications, for the given mailboxes or the whole organization. */
  grantInExchange: defineAction(
    delayed.extend({ mailboxes: z.array(z.string()).optional() }),
    (state, { clientId, mailboxes, afterSeconds }): ExchangeGrant => {
      const application = getApplication(state, clientId)
      const grant: ExchangeGrant = {
        tenantId: application.homeTenantId,
        clientId: application.clientId,
        role: 'Application Mail.Send',
        scope: mailboxes?.map((name) => getMailbox(state, name).userId) ?? 'organization',
        effectiveFrom: later(state, afterSeconds),
      }
      state.directory.exchangeGrants.push(grant)
      return grant
    },
  ),
  revokeInExchange: defineAction(delayed, (state, { clientId, afterSeconds }) => {
    end(state.directory.exchangeGrants, clientId, later(state, afterSeconds))
  }),
  /** An access policy `RestrictAccess` to a group or one mailbox; the app reaches no other mailbox. */
  restrictToScope: defineAction(
    delayed.extend({ scopeId: z.string() }),
    (state, { clientId, scopeId, afterSeconds }) => {
      const { homeTenantId: tenantId } = getApplication(state, clientId)
      const group = state.directory.groups.find((candidate) => candidate.groupId === scopeId)
      const mailbox = state.directory.mailboxes.find((candidate) => candidate.userId === scopeId)
      if (group?.kind !== 'mailEnabledSecurity' && mailbox?.kind !== 'user') {
        throw new Error('The scope of an access policy is a mail-enabled security group or a user mailbox')
      }
      return addPolicy(state, {
        tenantId,
        clientId,
        accessRight: 'RestrictAccess',
        scopeId,
        effectiveFrom: later(state, afterSeconds),
      })
    },
  ),
  /** An access policy `DenyAccess` for one mailbox and every application. */
  blockMailboxByPolicy: defineAction(
    z.object({ mailbox: z.string(), afterSeconds: seconds.default(0) }),
    (state, { mailbox, afterSeconds }) => {
      const { tenantId, userId } = getMailbox(state, mailbox)
      const effectiveFrom = later(state, afterSeconds)
      return addPolicy(state, { tenantId, clientId: '*', accessRight: 'DenyAccess', scopeId: userId, effectiveFrom })
    },
  ),
  unblockMailboxByPolicy: defineAction(
    z.object({ mailbox: z.string(), afterSeconds: seconds.default(0) }),
    (state, { mailbox, afterSeconds }) => {
      const { userId } = getMailbox(state, mailbox)
      const policies = state.directory.accessPolicies.filter(({ scopeId }) => scopeId === userId)
      end(policies, '*', later(state, afterSeconds))
    },
  ),
  /** Ends every access policy that names the application. */
  removeAccessPolicies: defineAction(delayed, (state, { clientId, afterSeconds }) => {
    end(state.directory.accessPolicies, clientId, later(state, afterSeconds))
  }),
}
