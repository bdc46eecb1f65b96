import type { Bot } from '@office365-email/shared/bot'
import { Link } from 'react-router'
import { Badge } from '../../../ground/components/badge.tsx'
import { StatusSentence } from '../../../ground/components/status-line.tsx'
import { formatDate } from '../../../ground/format-time.ts'
import { useNow } from '../../../ground/use-now.ts'
import { mailPaths } from '../../../mail/paths.ts'
import { describeBot, type ListedBot } from '../describe-bot.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-list.module.css'

export function BotList({ bots }: { bots: readonly Bot[] }) {
  const now = useNow()
  return (
    <ul className={classes['list']}>
      {bots.map((bot) => (
        <BotRow key={bot.id} {...describeBot(bot, now)} />
      ))}
    </ul>
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
      {bot.gone && <Badge tone="caution">{botsTexts.gone}</Badge>}
      <span className={classes['meta']}>
        <StatusSentence sentence={status.sentence} />
        {secretExpiresOn && <> {botsTexts.expires(formatDate(secretExpiresOn))}.</>}
      </span>
    </div>
  </li>
)
