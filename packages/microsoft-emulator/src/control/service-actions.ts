import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { MailboxState } from '../seed/seed.ts'
import { defineAction, flag, getMailbox, getTenant, later, seconds } from './action.ts'

export const mailboxStates = [
  'ok',
  'noLicense',
  'onPremises',
  'softDeleted',
  'notProvisioned',
  'moving',
  'full',
  'blocked',
] as const satisfies readonly MailboxState[]

export const serviceActions = {
  setMailboxState: defineAction(
    z.object({ mailbox: z.string(), state: z.enum(mailboxStates) }),
    (emulator, { mailbox, state }) => {
      getMailbox(emulator, mailbox).state = state
    },
  ),
  /** Microsoft's own block of a tenant; `none` removes it. */
  blockTenant: defineAction(
    z.object({ tenantId: z.string(), reason: z.enum(['fraud', 'inactivity', 'none']) }),
    (state, { tenantId, reason }) => {
      const tenant = getTenant(state, tenantId)
      if (reason === 'none') delete tenant.blocked
      else tenant.blocked = reason
    },
  ),
  setConditionalAccess: defineAction(
    z.object({ tenantId: z.string(), blocked: flag }),
    (state, { tenantId, blocked }) => {
      const tenant = getTenant(state, tenantId)
      if (blocked) tenant.conditionalAccessPolicyId = randomUUID()
      else delete tenant.conditionalAccessPolicyId
    },
  ),
  /** Every sendMail returns 429 with the remaining seconds as `Retry-After`; 0 ends it. */
  throttleFor: defineAction(z.object({ seconds }), (state, input) => {
    state.throttledUntil = new Date(later(state, input.seconds))
  }),
  /** Moves the emulator's clock forward: policies take effect, secrets and tokens expire. */
  advanceClock: defineAction(z.object({ seconds }), (state, input) => {
    state.advanceClock(input.seconds * 1000)
  }),
  clearFaults: defineAction(z.object({}), (state) => {
    state.faults.clear()
  }),
  reset: defineAction(z.object({}), (state) => {
    state.reset()
  }),
}
