import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { TestMessageResult } from '@office365-email/shared/message'
import { sendMessageSchema } from '@office365-email/shared/send-message'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { ConfigurationRecord, Office365Configuration } from '../configuration/office365-configuration.ts'
import { requireSecret, signInAsSaved } from '../configuration/open-secret.ts'
import { requireConfiguration } from '../configuration/require-configuration.ts'
import type { CredentialDependencies } from '../credentials/open-credential.ts'
import type { Entra } from '../microsoft/entra.ts'
import { type Check, checksOfFailedSignIn, checksOfSimulation, checksOfSubmission } from '../verification/checks.ts'
import { type DeliveryDependencies, deliverMessage } from './deliver-message.ts'
import { deliveryProblem, withdrawnDelivery } from './delivery-problem.ts'
import type { Delivery } from './delivery-steps.ts'
import { buildGraphMessage } from './graph-message.ts'
import { type FirstRecord, type Idempotency, runOnce } from './idempotency.ts'
import type { Message } from './message.ts'
import { afterHandOver, createMessageRecord, type NewMessage } from './message-record.ts'
import type { Sending } from './sending.ts'

const budgetMs = 25_000

export interface TestDependencies extends Omit<DeliveryDependencies, 'accessTokens'>, CredentialDependencies {
  entra: Entra
  sending: Sending
  idempotency: Idempotency
}

const escapeHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * Has text and HTML, so it is sent as MIME. It proves the JSON form too: both name the same sender for the same
 * mailbox, and Exchange checks the sender when it submits the message, in either form.
 */
function testMessage(to: string, botName: string, sentBy: string, at: Date) {
  const paragraphs = [
    `This is a test email. ${sentBy} sent it from Unified Dashboard for the bot "${botName}" on ${at.toUTCString()}.`,
    'If you can read it, the bot can send mail through Microsoft 365. You do not have to do anything.',
  ]
  return sendMessageSchema.parse({
    to: [to],
    subject: `Test email from ${botName}`,
    text: paragraphs.join('\n\n'),
    html: paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n'),
  })
}

const knownOf = (saved: ConfigurationRecord) =>
  saved.state === 'unconfigured'
    ? ({ restriction: null, credential: 'client-secret' } as const)
    : { restriction: saved.restriction, credential: saved.credential.kind }

function checksOf(
  delivery: Exclude<Delivery, { outcome: 'busy' | 'paused' | 'stopping' | 'cancelled' | 'withdrawn' }>,
  saved: Office365Configuration,
): Check[] {
  const known = knownOf(saved)
  if (delivery.outcome === 'accepted') return checksOfSubmission({ accepted: true }, delivery.roles ?? null, known)
  if (delivery.outcome === 'simulated') return checksOfSimulation(delivery.roles ?? null, known)
  const { diagnosis, roles } = delivery
  if (roles === undefined) return checksOfFailedSignIn(diagnosis, known)
  return checksOfSubmission({ accepted: false, diagnosis }, roles, known)
}

/** A test always signs in at Entra, even if a token is cached. */
const freshTokens = (dependencies: CredentialDependencies & { entra: Entra }) => ({
  get: (configuration: Office365Configuration) => signInAsSaved(dependencies, configuration),
  drop: () => undefined,
})

interface Test {
  botId: string
  botName: string
  to: string
  idempotencyKey: string | null
}

type TestResult = Omit<TestMessageResult, 'checks' | 'diagnosis'> & { checks: Check[]; diagnosis?: Diagnosis }

/** The result of a test that was sent before. Its permissions are no longer known. */
function repeat({ id, state, diagnosis }: Message, saved: ConfigurationRecord): TestResult {
  const known = knownOf(saved)
  if (state === 'accepted') return { id, outcome: state, checks: checksOfSubmission({ accepted: true }, null, known) }
  if (state === 'simulated') return { id, outcome: state, checks: checksOfSimulation(null, known) }
  const explained = diagnosis ?? afterHandOver(diagnoseOwn('interrupted'))
  const checks = checksOfSubmission({ accepted: false, diagnosis: explained }, null, known)
  return { id, outcome: 'unknown', checks, diagnosis: explained }
}

/**
 * Signs in again and sends one short message, once for each key. A failed test is a result, not an error, and its key
 * is free again.
 */
export async function sendTestMessage(
  dependencies: TestDependencies,
  context: RequestContext,
  test: Test,
): Promise<{ result: TestResult; isReplayed: boolean }> {
  const { botId, to, idempotencyKey: key } = test
  const saved = await dependencies.configurations.read(botId)
  return await runOnce(dependencies.idempotency, context, {
    botId,
    key,
    request: { operation: 'test', about: to },
    work: (record) => sendTestOnce(dependencies, context, test, record),
    repeat: (message) => repeat(message, saved),
  })
}

async function sendTestOnce(
  dependencies: TestDependencies,
  context: RequestContext,
  { botId, botName, to }: Test,
  key: FirstRecord | null,
): Promise<TestResult> {
  const { configurations, sending } = dependencies
  const deadline = performance.now() + budgetMs
  await sending.requireOn()
  const configuration = await requireConfiguration(configurations, botId)
  requireSecret(configuration)
  const message = testMessage(to, botName, context.actor.name, context.now)
  const id = context.newId()
  const described: NewMessage = {
    id,
    botId,
    source: { kind: 'test', name: context.actor.name },
    to: message.to,
    cc: [],
    bcc: [],
    subject: message.subject,
    createdAt: context.now.toISOString(),
  }
  const record = createMessageRecord(dependencies, described, key && { ...key, answer: 'settled' })
  const delivery = await deliverMessage(
    { ...dependencies, accessTokens: freshTokens(dependencies) },
    {
      configuration,
      record,
      readBody: () => buildGraphMessage(message, configuration.userEmail),
      deadline,
      retries: true,
    },
  )
  if (delivery.outcome === 'withdrawn') throw withdrawnDelivery(delivery.isRecorded ? id : null, delivery.reason)
  if (delivery.outcome === 'cancelled') throw new Error('only a queued message can be canceled')
  if (delivery.outcome === 'busy')
    throw new Problem('bot-busy', {
      detail: 'Too many messages of this bot are waiting. Try the test again in a moment.',
      retryAfterSeconds: delivery.retryAfterSeconds,
    })
  if (delivery.outcome === 'paused') {
    throw new Problem('microsoft-throttled', {
      detail: 'Microsoft asked this server to wait. Try the test again after that time.',
      diagnosis: diagnoseOwn('pause_not_over'),
      retryAfterSeconds: delivery.retryAfterSeconds,
    })
  }
  if (delivery.outcome === 'stopping') throw deliveryProblem(id, delivery)
  const checks = checksOf(delivery, configuration)
  if (delivery.outcome === 'accepted' || delivery.outcome === 'simulated')
    return { id, outcome: delivery.outcome, checks }
  const outcome = delivery.outcome === 'unknown' ? 'unknown' : 'failed'
  return { id, outcome, checks, diagnosis: delivery.diagnosis }
}
