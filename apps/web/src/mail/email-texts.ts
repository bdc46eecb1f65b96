/** Only the page of the email settings shows these. */
export const emailTexts = {
  intro: 'The mailbox that this bot sends from, and its recent messages.',
  method: 'How mail is sent',
  methodName: 'Microsoft 365 mailbox',
  methodHelp: 'Through Microsoft Graph, from a mailbox in your organization, without a signed-in user.',
  services: 'Sending from a program',
  servicesHelp:
    'A program sends mail through this API address with a service key. The sender is always the configured mailbox.',
  servicesSender:
    'Recipients see the name of the mailbox; a program cannot choose another one. Instead of an alias they see the primary address, unless your organization allows aliases as senders.',
  servicesReplies: 'To stop out-of-office replies, add this to the message:',
  servicesRepliesHeader: '"headers": {"X-Auto-Response-Suppress": "OOF, AutoReply"}',
  servicesCopy: 'the example',
}
