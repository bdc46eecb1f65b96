import type { Rule } from '../rule.ts'

/** Responses of systems that have nothing to do with sending mail through this app. */
export const foreignSenders: readonly Rule[] = [
  { cause: 'not_microsoft', owners: ['other'], also: ['unclear', 'smtp_auth', 'delegated_flow'] },
]

/** The message was accepted. Exceptions of old clients stand around the empty response. */
export const acceptedMessages: readonly Rule[] = [
  {
    cause: 'accepted',
    owners: ['graph', 'exchange', 'caller', 'unknown'],
    statuses: [202],
    // A log in which another message failed.
    unless: [/aadsts\d{4}/, /\{\s?["']error["']\s?:/, /\bcode["']?\s?[:=]\s?["']?error[a-z]/, /\[error[a-z]{4,60}\]/],
    also: ['unclear'],
  },
]

/** Graph reports what happened when it called the address of a subscriber. */
export const webhooks: readonly Rule[] = [
  {
    cause: 'unclear',
    says: [/subscription validation request|notification url|notificationurl|validation ?token/, /validationerror/],
    andSays: [
      /notification|webexception|httprequestexception|validation request|remote certificate|could not establish trust|timed out|must respond with 200/,
    ],
    unlessFrom: ['entra'],
    owners: ['graph', 'unknown'],
    differs: { detail: { kind: 'own-webhook' } },
  },
]
