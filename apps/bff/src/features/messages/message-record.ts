import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis, Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { Message } from '@office365-email/shared/message'
import { diagnosisContext } from '../office365-configuration/diagnosis-context.ts'
import { healthAfterAccepted, healthAfterFailure } from '../office365-configuration/health.ts'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../office365-configuration/office365-configuration-store.ts'
import type { AccessToken } from '../verification/entra.ts'
import type { MessageResult, MessageStore } from './message-store.ts'

export type NewMessage = Pick<Message, 'id' | 'botId' | 'source' | 'to' | 'cc' | 'bcc' | 'subject' | 'createdAt'>

export interface RecordDependencies {
  configurations: Office365ConfigurationStore
  messages: MessageStore
  clock: () => Date
}

/** What is written down of one message on its way, and what its fate tells of the configuration. */
export interface MessageRecord {
  /** Durable before Microsoft is given the message. */
  sending(token: AccessToken): Promise<void>
  accept(requestId: string | null): Promise<void>
  fail(failure: Failure): Promise<Diagnosis>
  hold(failure: Failure): Promise<Diagnosis>
  /** Application permissions in the token; undefined before a sign-in has succeeded. */
  roles(): string[] | null | undefined
}

export function createMessageRecord(
  { configurations, messages, clock }: RecordDependencies,
  configuration: Office365Configuration,
  message: NewMessage,
): MessageRecord {
  const { botId, version } = configuration
  let attempts = 0
  let isInserted = false
  let roles: string[] | null | undefined

  async function settle(state: MessageResult['state'], requestId: string | null, diagnosis: Diagnosis | null) {
    const settledAt = clock().toISOString()
    if (isInserted) {
      await messages.settle(message.id, { state, settledAt, attempts, requestId, diagnosis })
      return
    }
    isInserted = true
    const microsoft = requestId === null ? null : { requestId }
    await messages.insert({ ...message, state, settledAt, attempts, microsoft, ...(diagnosis && { diagnosis }) })
  }

  const explain = (failure: Failure): Diagnosis => diagnose(failure, diagnosisContext(configuration, clock(), roles))

  return {
    roles: () => roles,
    async sending(token) {
      roles = token.roles
      attempts += 1
      if (isInserted) return
      isInserted = true
      await messages.insert({ ...message, state: 'sending', settledAt: null, attempts, microsoft: null })
    },
    async accept(requestId) {
      await settle('accepted', requestId, null)
      const now = clock()
      const health = healthAfterAccepted(configuration.health, now)
      await configurations.saveHealth({ botId, version, health, lastAcceptedAt: now.toISOString() })
    },
    async fail(failure) {
      const diagnosis = explain(failure)
      await settle('failed', diagnosis.evidence.requestId, diagnosis)
      const health = healthAfterFailure(configuration.health, diagnosis, clock())
      if (health) await configurations.saveHealth({ botId, version, health })
      return diagnosis
    },
    async hold(failure) {
      const diagnosis = explain(failure)
      await settle('unknown', diagnosis.evidence.requestId, diagnosis)
      return diagnosis
    },
  }
}
