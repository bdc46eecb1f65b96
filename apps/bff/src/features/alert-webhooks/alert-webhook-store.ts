import type { Alert, AlertDelivery, AlertWebhook } from '@office365-email/shared/alert-webhook'
import type { AuditEvent } from '../audit/audit-event.ts'
import type { AlertTask } from './alert-webhook.ts'

export interface Reminder {
  botId: string
  version: number
  kind: string
}

/** Each method is one transaction. */
export interface AlertWebhookStore {
  create(webhook: AlertWebhook, sealed: { sealedSecret: string; sealedWith: string }, event: AuditEvent): Promise<void>
  list(): Promise<AlertWebhook[]>
  /** With everything that it still had to be told. */
  delete(id: string, event: AuditEvent): Promise<boolean>
  /** Queues the alert for every webhook, once for each reminder; false where it was before, or where nobody listens. */
  enqueue(alert: Alert, reminder: Reminder, newId: () => string, now: number): Promise<boolean>
  /** What is due, oldest first. */
  listDue(now: number, limit: number): Promise<AlertTask[]>
  readForTest(id: string): Promise<Pick<AlertTask, 'url' | 'sealedSecret'> | null>
  /** Told, or given up (`nextAttemptAt` null), or to be tried again. */
  settle(task: AlertTask, delivery: AlertDelivery, nextAttemptAt: number | null): Promise<void>
}
