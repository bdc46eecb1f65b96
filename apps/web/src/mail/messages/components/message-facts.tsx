import type { Message } from '@office365-email/shared/message'
import { Link } from 'react-router'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { mailPaths } from '../../paths.ts'
import { messagesTexts } from '../texts.ts'
import classes from './message-facts.module.css'

/** What is known about a message, besides its subject and state. */
export const MessageFacts = ({ message }: { message: Message }) => (
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
        <dd>
          <span className="mono">{message.microsoft.requestId}</span>{' '}
          <CopyButton text={message.microsoft.requestId} what={messagesTexts.requestIdWhat} />
        </dd>
      </div>
    )}
    {message.resendOf && (
      <div>
        <dt>{messagesTexts.resendOf}</dt>
        <dd className="mono">
          <Link to={mailPaths.message(message.botId, message.resendOf)}>{message.resendOf}</Link>
        </dd>
      </div>
    )}
  </dl>
)
