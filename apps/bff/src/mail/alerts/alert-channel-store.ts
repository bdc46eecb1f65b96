import type { Alert } from '@office365-email/shared/alert-webhook'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { AlertChannel, AlertTask, ChannelHealth } from './alert-channel.ts'
import type { WatchedBot } from './alert-state-store.ts'

export interface SealedChannelSecret {
  sealedSecret: string
  sealedWith: string
}

/** What a delivery says about the channel: everything except since when it fails, which the store knows. */
export type NewHealth = Omit<ChannelHealth, 'failingSince'>

/** `nextAttemptAt` is null for an alert that is delivered or given up. */
export type SettledTask = Pick<AlertTask, 'id' | 'attempts'> & { nextAttemptAt: number | null }

/** An alert that still applies, for a new channel. */
export interface StandingAlert {
  id: string
  alert: Alert
}

/** Each method is one transaction. */
export interface AlertChannelStore {
  /**
   * Saves the channel, and queues for it the alerts that `standing` returns for each bot with a reported state, and
   * `others`.
   */
  create(
    channel: AlertChannel,
    sealed: SealedChannelSecret,
    event: AuditEvent,
    standing: (bot: WatchedBot) => StandingAlert[],
    others?: StandingAlert[],
  ): Promise<void>
  /**
   * Saves what can change as the next version, and makes the waiting alerts due. Without `sealed`, the secret stays.
   * Returns false and saves nothing if the channel no longer has this version, or is gone.
   */
  update(channel: AlertChannel, sealed: SealedChannelSecret | null, event: AuditEvent): Promise<boolean>
  list(): Promise<AlertChannel[]>
  /** How many alerts wait for each channel, by its ID. */
  countWaiting(): Promise<Map<string, number>>
  /** Deletes the channel and its queued alerts. */
  delete(id: string, event: AuditEvent): Promise<boolean>
  read(id: string): Promise<{ channel: AlertChannel; sealedSecret: string } | null>
  /** Due alerts, oldest first; with `onlyHold`, only those that say that the database was restored and is on hold. */
  listDue(now: number, limit: number, which?: { onlyHold: true }): Promise<AlertTask[]>
  /** Lets alerts wait. This does not count as an attempt. */
  postpone(ids: string[], nextAttemptAt: number): Promise<void>
  /**
   * Records a delivery, and what happens to the alerts that were in it: none if it was a test. Without `health`, nothing
   * was sent.
   */
  settle(channelId: string, health: NewHealth | null, tasks: SettledTask[]): Promise<void>
}
