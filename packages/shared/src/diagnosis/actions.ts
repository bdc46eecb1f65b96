/** The closed set of the API's `actions`: one for each next step. */
export const actions = [
  'wait',
  'try-again',
  'send-again',
  'check-sent-items',
  'settle-message',
  'send-test-email',
  'reset-form',
  'submit-values',
  'check-values',
  'copy-value',
  'create-secret',
  'grant-consent',
  'check-app',
  'check-sign-in-policy',
  'check-mailbox-access',
  'check-license',
  'check-mailbox',
  'check-account',
  'check-tenant',
  'check-sending-limits',
  'unblock-sender',
  'tell-it-admin',
  'check-service-health',
  'contact-microsoft',
  'ask-network-team',
  'set-up-server',
  'ask-operator',
  'release-sending',
  'change-message',
  'send-less',
  'tell-developers',
  'fix-program',
  'find-more-words',
  'nothing',
  'other',
] as const
export type Action = (typeof actions)[number]

/** Actions that a dashboard admin cannot take without an IT admin of Microsoft 365. */
export const itAdminActions: ReadonlySet<Action> = new Set<Action>([
  'create-secret',
  'grant-consent',
  'check-app',
  'check-sign-in-policy',
  'check-mailbox-access',
  'check-license',
  'check-mailbox',
  'check-account',
  'check-tenant',
  'check-sending-limits',
  'unblock-sender',
  'tell-it-admin',
])

export interface Step {
  action: Action
  text: string
}
