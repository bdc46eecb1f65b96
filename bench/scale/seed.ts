export interface Size {
  bots: number
  messages: number
}

/** The bots of which the lists of messages are measured. */
export const largeBots = { sent: 'bot-00000', failed: 'bot-00001' }

/** Most messages were sent by this share of the messages, each of the two large bots; the others share the rest. */
export const largeShare = 0.3

export const dayMs = 24 * 60 * 60_000
/** The messages are of this time: younger than their retention, and old enough to be indexed. */
export const spanMs = 20 * dayMs

const health = (state: string) => ({ state, since: '2026-01-01T00:00:00.000Z' })

/** As `diagnose` of the product makes it for an expired secret. */
export const diagnosis = {
  cause: 'secret_expired',
  candidates: ['secret_expired'],
  field: 'clientSecret',
  retryable: false,
  evidence: {
    code: 'AADSTS7000222',
    message: `AADSTS7000222: The provided client secret keys for app are expired. ${'Trace and correlation. '.repeat(8)}`,
    status: 401,
    requestId: null,
    correlationId: null,
    timestamp: null,
  },
}

export const healthOf = {
  working: JSON.stringify(health('working')),
  failing: JSON.stringify({ ...health('failing'), diagnosis }),
}
