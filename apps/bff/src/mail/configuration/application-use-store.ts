import type { Office365Configuration } from './office365-configuration.ts'

/** A mailbox that mail is, or is about to be, sent from through some app: as far as it was entered. */
export type Mailbox = { [member in keyof Pick<Office365Configuration, 'userEmail' | 'userId'>]: string | null }

export interface ApplicationUseStore {
  /**
   * The mailbox of every other bot with this client ID: saved, waiting for approval behind an intake link, or typed so
   * far. Whatever tenant and cloud: an app of several tenants is deleted for all, and a draft can name the wrong ones.
   */
  listOthers(use: { botId: string; clientId: string; now: Date }): Promise<Mailbox[]>
}
