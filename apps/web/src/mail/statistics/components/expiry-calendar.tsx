import type { ExpiringCredentials } from '@office365-email/shared/expiring-credentials'
import { formatNumber } from '@office365-email/shared/format-count'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { daysUntil, formatDate, formatDaysUntil } from '../../../ground/format-time.ts'
import { refreshEveryMs } from '../../../ground/refresh.ts'
import { useNow } from '../../../ground/use-now.ts'
import { mailPaths } from '../../paths.ts'
import { expiringCredentialsQuery } from '../expiring-credentials-query.ts'
import { formatFullMonth, formatMonth, formatShort, monthsBetween, monthsInYearFrom } from '../format-figures.ts'
import { statisticsTexts } from '../texts.ts'
import classes from './statistics.module.css'

const texts = statisticsTexts.calendar

/** One field for each month, with the number of client secrets that expire in it. */
export function ExpiryCalendar() {
  const now = useNow()
  const { data } = useQuery({ ...expiringCredentialsQuery, refetchInterval: refreshEveryMs })
  const counts = new Map(data?.months.map(({ month, credentials }) => [month, credentials]))
  const months: (string | null)[] = data
    ? monthsBetween(data.from, data.to)
    : Array.from({ length: monthsInYearFrom(now) }, () => null)
  return (
    <div className={classes['pictures']}>
      <dl className={classes['months']}>
        {months.map((month, index) => {
          const count = (month && counts.get(month)) || 0
          return (
            <div key={month ?? index} data-count={count > 0} title={month ? formatFullMonth(month) : undefined}>
              <dt>{month ? formatMonth(month) : '\u00a0'}</dt>
              <dd>{month ? formatShort(count) : '\u00a0'}</dd>
            </div>
          )
        })}
      </dl>
      <Disclosure summary={texts.list}>{data && <CredentialList {...data} />}</Disclosure>
    </div>
  )
}

function CredentialList({ credentials, months }: ExpiringCredentials) {
  const now = useNow()
  if (credentials.length === 0) return <p className="small quiet">{texts.none}</p>
  const all = months.reduce((sum, month) => sum + month.credentials, 0)
  return (
    <>
      {all > credentials.length && <p className="small quiet">{texts.more(formatNumber(credentials.length))}</p>}
      <ul className={classes['credentials']}>
        {credentials.map(({ bot, expiresOn }) => (
          <li key={bot.id}>
            <Link to={mailPaths.office365(bot.id)}>{bot.name}</Link>
            <span>{texts.on(formatDate(expiresOn), formatDaysUntil(daysUntil(expiresOn, now)))}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
