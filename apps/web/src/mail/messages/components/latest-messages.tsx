import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { KeepInPlace } from '../../../ground/components/keep-in-place.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { mailPaths } from '../../paths.ts'
import { mailTexts } from '../../texts.ts'
import { lineTexts } from '../line-texts.ts'
import { messagesQuery } from '../messages-query.ts'
import classes from './latest-messages.module.css'
import { StateBadge } from './state-badge.tsx'

const count = 3

/** The latest messages, a line each. Their height is fixed, so that they move nothing when they load or change. */
export function LatestMessages({ botId }: { botId: string }) {
  const { data, error, dataUpdatedAt, refetch } = useInfiniteQuery(
    messagesQuery(botId, { states: [] }, { limit: count }),
  )
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  const messages = data?.pages[0]?.messages
  return (
    <KeepInPlace version={dataUpdatedAt}>
      <ul className={classes['list']}>
        {messages?.length === 0 && <li className="quiet">{mailTexts.email.recentNone}</li>}
        {messages?.map(({ id, state, subject, createdAt }) => (
          <li key={id}>
            <StateBadge state={state} />
            <Link to={mailPaths.message(botId, id)} className={classes['subject']}>
              {subject || lineTexts.noSubject}
            </Link>
            <span className={classes['time']}>
              <Time iso={createdAt} />
            </span>
          </li>
        ))}
      </ul>
    </KeepInPlace>
  )
}
