import type { Message, MessageState } from '@office365-email/shared/message'
import type { Tone } from '../../../ground/components/badge.tsx'
import { Badge } from '../../../ground/components/badge.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import type { IconName } from '../../../ground/components/icon.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { formatRecipients } from '../format-recipients.ts'
import { messagesTexts } from '../texts.ts'
import { MessageActions } from './message-actions.tsx'
import classes from './message-list.module.css'

const looks: Record<MessageState, { tone: Tone; icon?: IconName }> = {
  queued: { tone: 'calm' },
  sending: { tone: 'calm' },
  accepted: { tone: 'good' },
  simulated: { tone: 'caution' },
  failed: { tone: 'bad' },
  unknown: { tone: 'caution' },
  cancelled: { tone: 'calm', icon: 'cross' },
}

export const MessageList = ({ messages }: { messages: readonly Message[] }) => (
  <ul className={classes['list']}>
    {messages.map((message) => (
      <MessageRow key={message.id} message={message} />
    ))}
  </ul>
)

const MessageRow = ({ message }: { message: Message }) => (
  <li className={classes['row']}>
    <div className={classes['head']}>
      <Badge {...looks[message.state]}>{messagesTexts.states[message.state]}</Badge>
      <span className={classes['subject']}>{message.subject || messagesTexts.noSubject}</span>
      <span className={classes['time']}>
        <Time iso={message.createdAt} />
      </span>
    </div>
    <p className={classes['meta']}>
      {messagesTexts.to} {formatRecipients(message.to)} · {messagesTexts.source(message.source)}
    </p>
    <Disclosure summary={messagesTexts.details} open={message.state === 'unknown'}>
      <p className="small">{messagesTexts.meanings[message.state]}</p>
      <MessageActions message={message} />
      {message.diagnosis && <DiagnosisPanel diagnosis={message.diagnosis} />}
      <MessageFacts message={message} />
    </Disclosure>
  </li>
)

const MessageFacts = ({ message }: { message: Message }) => (
  <dl className={classes['facts']}>
    {(['to', 'cc', 'bcc'] as const).map(
      (kind) =>
        message[kind].length > 0 && (
          <div key={kind}>
            <dt>{messagesTexts[kind]}</dt>
            <dd>{message[kind].map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')}</dd>
          </div>
        ),
    )}
    <div>
      <dt>{messagesTexts.by}</dt>
      <dd>{messagesTexts.source(message.source)}</dd>
    </div>
    {message.settledAt && (
      <div>
        <dt>{messagesTexts.settled}</dt>
        <dd>
          <Time iso={message.settledAt} />
        </dd>
      </div>
    )}
    <div>
      <dt>{messagesTexts.attempts}</dt>
      <dd>{message.attempts}</dd>
    </div>
    {message.microsoft && (
      <div>
        <dt>{messagesTexts.requestId}</dt>
        <dd className="mono">{message.microsoft.requestId}</dd>
      </div>
    )}
    {message.resendOf && (
      <div>
        <dt>{messagesTexts.resendOf}</dt>
        <dd className="mono">{message.resendOf}</dd>
      </div>
    )}
  </dl>
)
