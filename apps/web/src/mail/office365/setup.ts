import { type CredentialKind, defaultCredentialKind } from '@office365-email/shared/credential'
import { parseGuid } from '@office365-email/shared/guid'
import { parseDomain, parseMailAddress } from '@office365-email/shared/mail-address'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { possibleKind } from './credential-kinds.ts'
import type { Draft } from './use-draft.ts'

/** The values of a bot for links, scripts, and instructions. Null if no valid value is known. */
export interface SetupFacts {
  botId: string
  botName: string
  cloud: NationalCloud
  userEmail: string | null
  clientId: string | null
  tenantId: string | null
  userId: string | null
  /** How the app signs in, or will sign in. */
  credentialKind: CredentialKind
}

/** One bot's setup, shared by all steps. */
export interface Setup {
  view: ConfigurationView
  draft: Draft
  facts: SetupFacts
}

type KnownValues = { [field in 'userEmail' | 'clientId' | 'tenantId' | 'userId']?: string | null | undefined }

interface Known extends KnownValues {
  cloud?: NationalCloud | null | undefined
  /** A client secret if it is not known. */
  credentialKind?: CredentialKind | undefined
}

export const readFacts = (bot: { id: string; name: string }, known: Known): SetupFacts => ({
  botId: bot.id,
  botName: bot.name,
  cloud: known.cloud ?? 'global',
  credentialKind: possibleKind(known.credentialKind ?? defaultCredentialKind, known.cloud ?? 'global'),
  userEmail: parseMailAddress(known.userEmail ?? ''),
  clientId: parseGuid(known.clientId ?? ''),
  tenantId: parseGuid(known.tenantId ?? '') ?? parseDomain((known.tenantId ?? '').trim()),
  userId: parseGuid(known.userId ?? ''),
})

/** Entered values take precedence over saved ones once they are valid. */
export function collectFacts(
  view: ConfigurationView,
  draft: Office365Draft['values'],
  bot: { id: string; name: string },
): SetupFacts {
  const saved = readFacts(bot, { ...view, credentialKind: view.credential.kind })
  if (view.state === 'locked') return saved
  const entered = readFacts(bot, draft)
  const cloud = draft.cloud ?? saved.cloud
  return {
    ...saved,
    cloud,
    credentialKind: possibleKind(draft.credentialKind ?? view.credential.kind, cloud),
    userEmail: entered.userEmail ?? saved.userEmail,
    clientId: entered.clientId ?? saved.clientId,
    tenantId: entered.tenantId ?? saved.tenantId,
    userId: entered.userId ?? saved.userId,
  }
}
