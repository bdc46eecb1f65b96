import { type CredentialKind, defaultCredentialKind } from '@office365-email/shared/credential'
import { defaultIntakeHours } from '@office365-email/shared/intake-link'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { hashToken, newToken } from '../../ground/secrets/token.ts'
import type { IntakeLink } from './intake-link.ts'
import type { IntakeLinkStore } from './intake-link-store.ts'

const hourMs = 60 * 60_000

interface Wanted {
  botId: string
  expiresInHours?: number | undefined
  credentialKind?: CredentialKind | undefined
}

/** Only this result contains the token: the database stores its hash. */
export async function createIntakeLink(
  { intakeLinks }: { intakeLinks: IntakeLinkStore },
  context: RequestContext,
  { botId, expiresInHours = defaultIntakeHours, credentialKind = defaultCredentialKind }: Wanted,
): Promise<{ link: IntakeLink; token: string }> {
  const token = newToken()
  const link: IntakeLink = {
    id: context.newId(),
    botId,
    createdAt: context.now.toISOString(),
    createdBy: context.actor,
    expiresAt: new Date(context.now.getTime() + expiresInHours * hourMs).toISOString(),
    credentialKind,
    tries: 0,
    state: 'open',
    submitted: null,
    prepared: null,
    sealedSecret: null,
  }
  const details = { intakeLinkId: link.id, expiresAt: link.expiresAt }
  await intakeLinks.create(link, hashToken(token), auditEvent(context, 'intake-link.created', { botId, details }))
  return { link, token }
}
