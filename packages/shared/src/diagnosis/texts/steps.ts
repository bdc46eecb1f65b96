import type { Step } from '../actions.ts'

export const nothingToChange: Step = {
  action: 'nothing',
  text: 'You do not need to change anything in your Microsoft 365 setup.',
}
export const tellDevelopers: Step = {
  action: 'tell-developers',
  text: 'Copy the technical details and send them to the developers of the sending program.',
}
/** A separate step, because an open form leaves it out. */
export const resetForm: Step = { action: 'reset-form', text: 'Under Configuration, choose Reset.' }
export const sendTestEmail: Step = { action: 'send-test-email', text: 'Then choose Send test email.' }
export const checkSentItems: Step = {
  action: 'check-sent-items',
  text: 'Before you send again, check in the Sent Items of the mailbox, or with the recipient, whether the message was sent: this server had submitted it to Microsoft.',
}
export const findWholeResponse: Step = {
  action: 'find-more-words',
  text: 'Look in the log for the whole response, with its code, its message and its headers, such as request-id, and paste all of it under Troubleshooting.',
}
export const allowHosts: Step = {
  action: 'ask-network-team',
  text: 'Ask your network team to allow this server to connect to the Microsoft addresses login.microsoftonline.com and graph.microsoft.com on port 443.',
}
