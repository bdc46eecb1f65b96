import type { Alert } from '@office365-email/shared/alert-webhook'
import { type AlertChannel, isWanted } from '../../mail/alerts/alert-channel.ts'
import type { StandingAlert } from '../../mail/alerts/alert-channel-store.ts'

export interface DeliveryRow extends StandingAlert {
  webhookId: string
  botId: string | null
  attempts: number
  nextAttemptAt: number
}

/** The row of an alert that no one has tried to deliver yet. */
export const toDelivery = (webhookId: string, { id, alert }: StandingAlert, nextAttemptAt: number): DeliveryRow => ({
  ...{ id, webhookId, alert, nextAttemptAt },
  botId: alert.bot?.id ?? null,
  attempts: 0,
})

/** The rows of alerts for every channel that wants them. */
export const toWantedDeliveries = (
  channels: AlertChannel[],
  alerts: Alert[],
  newId: () => string,
  nextAttemptAt: number,
): DeliveryRow[] =>
  alerts.flatMap((alert) =>
    channels
      .filter((channel) => isWanted(channel, alert))
      .map((channel) => toDelivery(channel.id, { id: newId(), alert }, nextAttemptAt)),
  )
