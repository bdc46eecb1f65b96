import type { Message } from '@office365-email/shared/message'
import { Link } from 'react-router'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { mailPaths } from '../../paths.ts'
import { formatRecipients } from '../format-recipients.ts'
import { lineTexts } from '../line-texts.ts'
import { messagesTexts } from '../texts.ts'
import { MessageActions } from './message-actions.tsx'
import { MessageFacts } from './message-facts.tsx'
import classes from './message-list.module.css'
import { StateBadge } from './state-badge.tsx'

interface MessageListProps {
  messages: readonly Message[]
  /** If the messages are of several bots: their names, by their IDs. */
  botNames?: ReadonlyMap<string, string> | undefined
  /** A person sent one of them again. */
  onResent?: (() => void) | undefined
}

export const MessageList = ({ messages, botNames, onResent }: MessageListProps) => (
  <ul className={classes['list']}>
    {messages.map((message) => (
      <MessageRow
        key={message.id}
        message={message}
        bot={botNames ? (botNames.get(message.botId) ?? message.botId) : null}
        onResent={onResent}
      />
    ))}
  </ul>
)

interface MessageRowProps extends Pick<MessageListProps, 'onResent'> {
  message: Message
  bot: string | null
}

const MessageRow = ({ message, bot, onResent }: MessageRowProps) => (
  <li className={classes['row']}>
    <div className={classes['head']}>
      <StateBadge state={message.state} />
      <Link to={mailPaths.message(message.botId, message.id)} className={classes['subject']}>
        {message.subject || lineTexts.noSubject}
      </Link>
      <span className={classes['time']}>
        <Time iso={message.createdAt} />
      </span>
    </div>
    <p className={classes['meta']}>
      {bot !== null && `${bot} · `}
      {messagesTexts.to} {formatRecipients(message.to)} · {messagesTexts.source(message.source)}
    </p>
    <Disclosure summary={messagesTexts.details} open={message.state === 'unknown'}>
      <p className="small">{messagesTexts.meanings[message.state]}</p>
      <MessageActions message={message} onResent={onResent} />
      {message.diagnosis && <DiagnosisPanel diagnosis={message.diagnosis} />}
      <MessageFacts message={message} />
    </Disclosure>
  </li>
)
