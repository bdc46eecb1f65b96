import type { Application } from '../microsoft/entra.ts'
import type { Office365Configuration } from './office365-configuration.ts'

/** A mailbox that an app sends from, or will send from. Null members are not entered yet. */
export type Mailbox = { [member in keyof Pick<Office365Configuration, 'userEmail' | 'userId'>]: string | null }

export interface ApplicationUseStore {
  /**
   * The mailbox of every other bot with this client ID: saved, waiting for Entra to accept its credential, waiting for
   * approval after an intake link, or in a draft. Tenant and cloud do not count: a multitenant app is deleted for all, and a draft can name the wrong ones.
   */
  listOthers(use: { botId: string; clientId: string; now: Date }): Promise<Mailbox[]>
  /** The IDs of the bots that sign in with this app, or will as soon as Entra accepts their credential. */
  listBots(application: Application): Promise<string[]>
}
