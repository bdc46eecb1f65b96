export interface BounceCode {
  codes: string
  meaning: string
  remedy: string
}

/** For "Microsoft accepted the message, and nothing arrives", likeliest first. */
export const arrivalSteps: readonly string[] = [
  'Look into the recipient’s junk folder, and ask their IT admin for quarantined messages.',
  'Look into the sending mailbox’s Inbox for a bounce (“Undeliverable”). Microsoft sends it there and nowhere else.',
  'Ask an Exchange Administrator for a message trace: Exchange admin center → Mail flow → Message trace. It names each hop.',
  'Send one to a mailbox inside your organisation. If that arrives, the way out of it is the trouble.',
  'More than 30 messages a minute from one mailbox are queued, without an error. Wait before you send again.',
]

/** Bounce codes of Exchange Online that a bot's mail meets. */
export const bounceCodes: readonly BounceCode[] = [
  {
    codes: '5.1.1, 5.1.10',
    meaning: 'The recipient does not exist.',
    remedy: 'Check the address.',
  },
  {
    codes: '5.1.8, 5.7.501–5.7.503, 5.7.511',
    meaning: 'Microsoft blocked the sender, mostly after something that looked like spam.',
    remedy: 'An admin removes the mailbox from Restricted entities in Microsoft Defender, after finding the cause.',
  },
  {
    codes: '5.2.2, 5.7.233, 5.7.705',
    meaning: 'A sending limit is reached: of the mailbox, of outside recipients a day, or of the whole tenant.',
    remedy: 'Send less, or wait a day.',
  },
  {
    codes: '5.2.121, 5.2.122',
    meaning: 'The recipient gets more mail than its mailbox takes in an hour.',
    remedy: 'Send less to this recipient.',
  },
  {
    codes: '5.4.1',
    meaning: 'The recipient’s domain does not take mail for this address.',
    remedy: 'Check the domain.',
  },
  {
    codes: '5.7.1, 5.7.124',
    meaning: 'The sender may not write to this recipient or group.',
    remedy: 'The group’s owner allows the sender.',
  },
  {
    codes: '5.7.509',
    meaning: 'The message failed the sender domain’s DMARC policy.',
    remedy: 'Your IT admin sets up SPF and DKIM for the domain.',
  },
  {
    codes: '5.7.708',
    meaning: 'The tenant is new or on trial and sends from addresses of low reputation.',
    remedy: 'Send inside your organisation first; outside it works once the tenant is established.',
  },
  {
    codes: '5.7.750',
    meaning: 'The sender’s domain is not registered in the tenant.',
    remedy: 'Send from an address of a verified domain.',
  },
]

export const sendingLimits: readonly string[] = [
  '10,000 recipients a day for each mailbox, over a sliding 24 hours.',
  '500 recipients in one message, unless your organisation set another number up to 1,000.',
  'Trial tenants: 5,000 outside recipients a day.',
  'Your organisation’s outbound spam policy may set less.',
]
