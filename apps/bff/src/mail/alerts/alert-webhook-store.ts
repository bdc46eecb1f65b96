import type { Alert, AlertDelivery, AlertWebhook } from '@office365-email/shared/alert-webhook'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { WatchedBot } from './alert-state-store.ts'
import type { AlertTask } from './alert-webhook.ts'

/** Each method is one transaction. */
export interface AlertWebhookStore {
  /** Queues for it what `standing` has to tell of each bot of which something was told. */
  create(
    webhook: AlertWebhook,
    sealed: { sealedSecret: string; sealedWith: string },
    event: AuditEvent,
    standing: (bot: WatchedBot) => { id: string; alert: Alert }[],
  ): Promise<void>
  list(): Promise<AlertWebhook[]>
  /** With everything that it still had to be told. */
  delete(id: string, event: AuditEvent): Promise<boolean>
  /** What is due, oldest first. */
  listDue(now: number, limit: number): Promise<AlertTask[]>
  readForTest(id: string): Promise<Pick<AlertTask, 'url' | 'sealedSecret'> | null>
  /** Told, or given up (`nextAttemptAt` null), or to be tried again. */
  settle(task: AlertTask, delivery: AlertDelivery, nextAttemptAt: number | null): Promise<void>
}
