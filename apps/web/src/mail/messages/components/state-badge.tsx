import type { MessageState } from '@office365-email/shared/message'
import { Badge, type Tone } from '../../../ground/components/badge.tsx'
import type { IconName } from '../../../ground/components/icon.tsx'
import { lineTexts } from '../line-texts.ts'

const looks: Record<MessageState, { tone: Tone; icon?: IconName }> = {
  queued: { tone: 'calm' },
  sending: { tone: 'calm' },
  accepted: { tone: 'good' },
  simulated: { tone: 'caution' },
  failed: { tone: 'bad' },
  unknown: { tone: 'caution' },
  cancelled: { tone: 'calm', icon: 'cross' },
}

export const StateBadge = ({ state }: { state: MessageState }) => (
  <Badge {...looks[state]}>{lineTexts.states[state]}</Badge>
)
