import type { Alert, AlertDelivery, AlertWebhook } from '@office365-email/shared/alert-webhook'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { WatchedBot } from './alert-state-store.ts'
import type { AlertTask } from './alert-webhook.ts'

/** Each method is one transaction. */
export interface AlertWebhookStore {
  /** Saves the webhook, and queues for it the alerts that `standing` returns for each bot with a reported state. */
  create(
    webhook: AlertWebhook,
    sealed: { sealedSecret: string; sealedWith: string },
    event: AuditEvent,
    standing: (bot: WatchedBot) => { id: string; alert: Alert }[],
  ): Promise<void>
  list(): Promise<AlertWebhook[]>
  /** Deletes the webhook and its queued alerts. */
  delete(id: string, event: AuditEvent): Promise<boolean>
  /** Due alerts, oldest first. */
  listDue(now: number, limit: number): Promise<AlertTask[]>
  readForTest(id: string): Promise<Pick<AlertTask, 'url' | 'sealedSecret'> | null>
  /**
   * Records a delivery. If `nextAttemptAt` is null, the alert is delivered or given up; otherwise it is tried again
   * then.
   */
  settle(task: AlertTask, delivery: AlertDelivery, nextAttemptAt: number | null): Promise<void>
}
