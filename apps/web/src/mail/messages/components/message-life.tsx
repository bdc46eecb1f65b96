import { Link } from 'react-router'
import { Icon } from '../../../ground/components/icon.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { mailPaths } from '../../paths.ts'
import type { LifeEvent } from '../describe-life.ts'
import { messagesTexts } from '../texts.ts'
import classes from './message-life.module.css'

interface MessageLifeProps {
  botId: string
  events: readonly LifeEvent[]
}

/** What happened to a message, in order. */
export const MessageLife = ({ botId, events }: MessageLifeProps) => (
  <ol className={classes['life']}>
    {events.map(({ at, tone, text, messageId }) => (
      <li key={`${at} ${text}`} data-tone={tone}>
        <span className={classes['marker']}>
          <Icon name={tone} size={16} />
        </span>
        <p>
          {text} {messageId && <Link to={mailPaths.message(botId, messageId)}>{messagesTexts.life.show}</Link>}
        </p>
        {at && (
          <p className="small quiet">
            <Time iso={at} />
          </p>
        )}
      </li>
    ))}
  </ol>
)
