import type { ChannelDelivery } from '@office365-email/shared/alert-channel'
import { Notice } from '../../../ground/components/notice.tsx'
import { alertsTexts as texts } from '../texts.ts'

/** What the receiver answered. Its words are text, never markup. */
export const DeliveryResult = ({ delivery: { outcome, status, excerpt } }: { delivery: ChannelDelivery }) => (
  <Notice
    tone={outcome === 'delivered' ? 'good' : 'bad'}
    role="status"
    title={outcome === 'delivered' ? texts.delivered : texts.notDelivered}
  >
    {status !== null && <p>{texts.answer(status)}</p>}
    {excerpt && (
      <p className="small">
        <code>{excerpt}</code>
      </p>
    )}
  </Notice>
)
