export interface BounceCode {
  codes: string
  meaning: string
  remedy: string
}

/** Steps for a message that Microsoft accepted but that does not arrive, most likely first. */
export const arrivalSteps: readonly string[] = [
  'Check the recipient’s junk folder, and ask their IT admin about quarantined messages.',
  'Check the Inbox of the sending mailbox for a bounce (“Undeliverable”). Microsoft sends bounces only there.',
  'Ask an Exchange Administrator for a message trace: Exchange admin center > Mail flow > Message trace. It shows each hop.',
  'Send a message to a mailbox inside your organization. If it arrives, the problem is with mail to outside recipients.',
  'If one mailbox sends more than 30 messages a minute, Microsoft queues the rest without an error. Wait before you send again.',
]

/** Bounce codes of Exchange Online that mail from a bot can cause. */
export const bounceCodes: readonly BounceCode[] = [
  {
    codes: '5.1.1, 5.1.10',
    meaning: 'The recipient does not exist.',
    remedy: 'Check the address.',
  },
  {
    codes: '5.1.8, 5.7.501–5.7.503, 5.7.511',
    meaning: 'Microsoft blocked the sender, usually after something that looked like spam.',
    remedy:
      'Ask your IT admin to find the cause, and then to remove the mailbox from Restricted entities in Microsoft Defender.',
  },
  {
    codes: '5.2.2, 5.7.233, 5.7.705',
    meaning:
      'A sending limit is reached: the limit of the mailbox, of outside recipients per day, or of the whole tenant.',
    remedy: 'Send less, or wait a day.',
  },
  {
    codes: '5.2.121, 5.2.122',
    meaning: 'The recipient receives more mail than the mailbox accepts in an hour.',
    remedy: 'Send less to this recipient.',
  },
  {
    codes: '5.4.1',
    meaning: 'The recipient’s domain does not accept mail for this address.',
    remedy: 'Check the domain.',
  },
  {
    codes: '5.7.1, 5.7.124',
    meaning: 'The sender is not allowed to send to this recipient or group.',
    remedy: 'Ask the owner of the group to allow the sender.',
  },
  {
    codes: '5.7.509',
    meaning: 'The message failed the sender domain’s DMARC policy.',
    remedy: 'Ask your IT admin to set up SPF and DKIM for the domain.',
  },
  {
    codes: '5.7.708',
    meaning: 'The tenant is new or on trial and sends from addresses of low reputation.',
    remedy: 'Send inside your organization first. Sending to outside recipients works once the tenant is established.',
  },
  {
    codes: '5.7.750',
    meaning: 'The sender’s domain is not registered in the tenant.',
    remedy: 'Send from an address of a verified domain.',
  },
]

export const sendingLimits: readonly string[] = [
  '10,000 recipients per day for each mailbox, over a sliding 24 hours.',
  '500 recipients in one message, unless your organization set another number, up to 1,000.',
  'Trial tenants: 5,000 outside recipients per day.',
  'Your organization’s outbound spam policy may set lower limits.',
]
