import { type Intake, maxIntakeTries } from '@office365-email/shared/intake-link'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import { hashToken } from '../../ground/secrets/token.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { AssertionIssuer } from '../federation/assertion-issuer.ts'
import type { Bots } from '../ports.ts'
import { actorOfLink, type IntakeLink, isRegistering, type PreparedLink, statusOf } from './intake-link.ts'
import type { IntakeLinkStore } from './intake-link-store.ts'
import { presentKind, presentRegistration } from './present-intake-link.ts'

/** A used, expired or revoked link looks like one that never existed. */
export async function getOpenLink(intakeLinks: IntakeLinkStore, token: string, now: Date): Promise<IntakeLink> {
  const link = await intakeLinks.readByToken(hashToken(token))
  if (!link || statusOf(link, now) !== 'open') throw notFound()
  return link
}

/** A link that values were entered through, while what was made for them is to be registered in Entra. */
export async function getRegisteringLink(
  intakeLinks: IntakeLinkStore,
  token: string,
  now: Date,
): Promise<PreparedLink> {
  const link = await intakeLinks.readByToken(hashToken(token))
  if (!link || !isRegistering(link, now)) throw notFound()
  return link
}

/** A link that still opens its page. */
export async function getUsableLink(intakeLinks: IntakeLinkStore, token: string, now: Date): Promise<IntakeLink> {
  const link = await intakeLinks.readByToken(hashToken(token))
  if (!link || !(statusOf(link, now) === 'open' || isRegistering(link, now))) throw notFound()
  return link
}

interface Dependencies {
  issuer: AssertionIssuer
  configurations: Office365ConfigurationStore
  bots: Bots
  audit: Pick<AuditStore, 'append'>
}

/** What the intake page shows to the holder of the link. */
export async function readIntake(
  { configurations, bots, audit, issuer }: Dependencies,
  context: RequestContext,
  link: IntakeLink,
): Promise<Intake> {
  const bot = await bots.read(link.botId)
  if (!bot) throw notFound()
  const saved = await configurations.read(bot.id)
  const about = { botId: bot.id, details: { intakeLinkId: link.id } }
  await audit.append(auditEvent({ ...context, actor: actorOfLink(link) }, 'intake-link.opened', about))
  return {
    bot: { id: bot.id, name: bot.name },
    createdBy: link.createdBy.name,
    expiresAt: link.expiresAt,
    triesLeft: maxIntakeTries - link.tries,
    cloud: saved.state === 'unconfigured' ? null : saved.cloud,
    ...presentKind(link),
    ...(isRegistering(link, context.now) && { registration: presentRegistration(link, issuer) }),
  }
}
