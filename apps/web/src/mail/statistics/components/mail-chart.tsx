import { formatNumber } from '@office365-email/shared/format-count'
import { type MailOutcome, type MailStatistics, mailOutcomes } from '@office365-email/shared/mail-statistics'
import { useId } from 'react'
import { formatDate } from '../../../ground/format-time.ts'
import { formatShort, formatShortDay } from '../format-figures.ts'
import { layoutBar, mailsOf } from '../layout-bars.ts'
import { statisticsTexts as texts } from '../texts.ts'
import classes from './statistics.module.css'

const height = 96
const throttledHeight = 14
/** Always named. The others only if there are some. */
const usual: readonly MailOutcome[] = ['accepted', 'failed', 'unknown']

const percent = (part: number) => `${part.toFixed(3)}%`

const describe = (outcome: MailOutcome, count: number) => `${texts.outcomes[outcome]} ${formatNumber(count)}`

/** Differs by its lines too, for people who cannot tell the colors apart. */
const Patterns = ({ id }: { id: string }) => (
  <defs>
    {mailOutcomes.map((outcome) => (
      <pattern key={outcome} id={`${id}${outcome}`} patternUnits="userSpaceOnUse" width="6" height="6">
        <rect width="6" height="6" className={classes[outcome]} />
        <path d={lines[outcome]} className={classes['line']} />
      </pattern>
    ))}
  </defs>
)

const lines: Record<MailOutcome, string> = {
  accepted: '',
  failed: 'M-1 7L7 -1M-1 1L1 -1M5 7L7 5',
  unknown: 'M1 1h2v2h-2zM4 4h2v2h-2z',
  cancelled: 'M0 1h6M0 4h6',
  simulated: 'M1 0v6M4 0v6',
}

const Swatch = ({ outcome, id }: { outcome: MailOutcome; id: string }) => (
  <svg width="12" height="12" aria-hidden="true" focusable="false">
    <rect width="12" height="12" fill={`url(#${id}${outcome})`} />
  </svg>
)

/** A bar for each day; without data, the same space. */
export function MailChart({ statistics }: { statistics: MailStatistics | undefined }) {
  // A colon would end the name in an address.
  const id = `chart${useId().replaceAll(/\W/g, '')}`
  const days = statistics?.days ?? []
  const total = statistics?.total
  const most = Math.max(0, ...days.map(mailsOf))
  const mostThrottled = Math.max(1, ...days.map(({ throttledMinutes }) => throttledMinutes))
  const step = 100 / Math.max(days.length, 1)
  const named = mailOutcomes.filter((outcome) => usual.includes(outcome) || (total?.[outcome] ?? 0) > 0)
  const label =
    statistics &&
    texts.chart(
      formatDate(statistics.from),
      formatDate(statistics.to),
      named.map((outcome) => describe(outcome, statistics.total[outcome])).join(', '),
    )
  return (
    <div className={classes['chart']}>
      <p className={classes['axis']}>
        <span>{most > 0 ? texts.most(formatShort(most)) : '\u00a0'}</span>
        <span>{texts.utc}</span>
      </p>
      <div className={classes['plot']}>
        <svg width="100%" height={height + throttledHeight} role="img" aria-label={label ?? texts.title}>
          <Patterns id={id} />
          {days.map((day, index) => (
            <g key={day.day}>
              <title>
                {[
                  `${formatDate(day.day)}:`,
                  named.map((outcome) => describe(outcome, day[outcome])).join(', '),
                  day.throttledMinutes > 0 &&
                    `· ${texts.throttled} ${texts.minutes(formatNumber(day.throttledMinutes))}`,
                ]
                  .filter(Boolean)
                  .join(' ')}
              </title>
              <rect x={percent(index * step)} width={percent(step)} height={height} className={classes['hit']} />
              {layoutBar(day, most, height).map((part) => (
                <rect
                  key={part.outcome}
                  x={percent((index + 0.1) * step)}
                  width={percent(step * 0.8)}
                  y={part.y}
                  height={part.height}
                  fill={`url(#${id}${part.outcome})`}
                />
              ))}
              {day.throttledMinutes > 0 && (
                <rect
                  x={percent((index + 0.1) * step)}
                  width={percent(step * 0.8)}
                  y={height + 3}
                  height={Math.max((day.throttledMinutes / mostThrottled) * (throttledHeight - 3), 3)}
                  className={classes['throttled']}
                />
              )}
            </g>
          ))}
          <line x1="0" x2="100%" y1={height + 0.5} y2={height + 0.5} className={classes['base']} />
        </svg>
        {statistics && most === 0 && <p className={classes['none']}>{texts.none}</p>}
      </div>
      <p className={classes['axis']}>
        <span>{statistics ? formatShortDay(statistics.from) : '\u00a0'}</span>
        <span>{statistics ? `${formatShortDay(statistics.to)}, ${texts.today}` : ''}</span>
      </p>
      <p className={classes['legend']}>
        {named.map((outcome) => (
          <span key={outcome}>
            <Swatch outcome={outcome} id={id} /> {texts.outcomes[outcome]}{' '}
            <strong>{total ? formatShort(total[outcome]) : texts.nothing}</strong>
          </span>
        ))}
        <span>
          <svg width="12" height="12" aria-hidden="true" focusable="false">
            <rect y="4" width="12" height="5" className={classes['throttled']} />
          </svg>{' '}
          {texts.throttled}{' '}
          <strong>{total ? texts.minutes(formatShort(total.throttledMinutes)) : texts.nothing}</strong>
        </span>
      </p>
    </div>
  )
}
