import type { Step } from '../actions.ts'

export const nothingToChange: Step = {
  action: 'nothing',
  text: 'Nothing in your Microsoft 365 set-up needs to change.',
}
export const tellDevelopers: Step = {
  action: 'tell-developers',
  text: 'Copy the technical details and send them to the developers of the sending program.',
}
/** A step by itself, since a form that is open needs none. */
export const resetForm: Step = { action: 'reset-form', text: 'Under Configuration, choose Reset.' }
export const sendTestEmail: Step = { action: 'send-test-email', text: 'Then choose Send test email.' }
export const checkSentItems: Step = {
  action: 'check-sent-items',
  text: 'Before you send again, check in the Sent Items of the mailbox, or with the recipient, whether the message went out: it had been handed over.',
}
