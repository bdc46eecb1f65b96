import type { MailSubmitter } from './mail-submission.ts'

/** In the place of Microsoft Graph while `SENDING=simulate`: takes every message, and hands it to nobody. */
export const simulatedMail: MailSubmitter = {
  async submit() {
    return { outcome: 'simulated' }
  },
}
