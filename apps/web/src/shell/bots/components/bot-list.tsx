import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { Badge } from '../../../ground/components/badge.tsx'
import { StatusSentence } from '../../../ground/components/status-line.tsx'
import { formatDate } from '../../../ground/format-time.ts'
import { mailPaths } from '../../../mail/paths.ts'
import type { ListedBot } from '../select-bots.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-list.module.css'

const pageSize = 50

/** Give it a new `key` when the filter changes, so that it starts at the top again. */
export function BotList({ bots }: { bots: readonly ListedBot[] }) {
  const [limit, setLimit] = useState(pageSize)
  const hidden = bots.length - limit
  return (
    <>
      <ul className={classes['list']}>
        {bots.slice(0, limit).map((listed) => (
          <BotRow key={listed.bot.id} {...listed} />
        ))}
      </ul>
      {hidden > 0 && (
        <div>
          <Button variant="default" onClick={() => setLimit(limit + pageSize)}>
            {botsTexts.more(Math.min(hidden, pageSize))}
          </Button>
        </div>
      )}
    </>
  )
}

const BotRow = ({ bot, status, secretExpiresOn }: ListedBot) => (
  <li className={classes['row']}>
    <div className={classes['who']}>
      <Link to={mailPaths.office365(bot.id)} className={classes['name']}>
        {bot.name}
      </Link>
      <span className={classes['meta']}>{bot.office365.userEmail ?? botsTexts.noMailbox}</span>
    </div>
    <div className={classes['what']}>
      <Badge tone={status.tone}>{status.word}</Badge>
      <span className={classes['meta']}>
        <StatusSentence sentence={status.sentence} />
        {secretExpiresOn && <> {botsTexts.expires(formatDate(secretExpiresOn))}.</>}
      </span>
    </div>
  </li>
)
