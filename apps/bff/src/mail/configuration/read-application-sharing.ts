import { isGuid } from '@office365-email/shared/guid'
import type { ApplicationSharing } from '@office365-email/shared/same-application'
import type { ApplicationUseStore, Mailbox } from './application-use-store.ts'
import type { Office365ConfigurationStore } from './office365-configuration-store.ts'

export interface SharingDependencies {
  configurations: Office365ConfigurationStore
  applicationUses: ApplicationUseStore
}

const differ = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.toLowerCase() !== other.toLowerCase()

/**
 * A mailbox has one object ID but may have several addresses, so only different object IDs prove that there are two.
 */
const areSurelyTwo = (one: Mailbox, other: Mailbox): boolean =>
  isGuid(one.userId ?? '') &&
  isGuid(other.userId ?? '') &&
  differ(one.userId, other.userId) &&
  differ(one.userEmail, other.userEmail)

/**
 * Whether other bots use the app, for every caller: a script that removes permissions from it must not depend on which
 * bots one person has access to. An unknown app counts as shared.
 */
export async function readApplicationSharing(
  { configurations, applicationUses }: SharingDependencies,
  { botId, clientId, now }: { botId: string; clientId: string | undefined; now: Date },
): Promise<ApplicationSharing> {
  const own = await configurations.read(botId)
  const saved = own.state === 'unconfigured' ? null : own
  const asked = clientId ?? saved?.clientId
  if (asked === undefined) return { isShared: true, isMailboxShared: true }
  const others = await applicationUses.listOthers({ botId, clientId: asked, now })
  const mailbox = saved?.clientId === asked ? saved : { userEmail: null, userId: null }
  return { isShared: others.length > 0, isMailboxShared: others.some((other) => !areSurelyTwo(mailbox, other)) }
}
