import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

const lookFirst =
  'Before you send again, check in the Sent Items of the mailbox, or with the recipient, whether the message went out: it had been handed over.'

/** The diagnosis of a message whose fate is unknown: whatever the cause, somebody has to look before it is sent again. */
export function afterHandOver(diagnosis: Diagnosis): Diagnosis {
  const others = diagnosis.nextSteps.filter((step) => !/\b(try|send) again\b/i.test(step))
  return { ...diagnosis, retryable: false, nextSteps: [lookFirst, ...others] }
}
