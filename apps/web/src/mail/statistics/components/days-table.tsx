import { formatNumber } from '@office365-email/shared/format-count'
import { type MailFigures, type MailStatistics, mailOutcomes } from '@office365-email/shared/mail-statistics'
import { formatDate } from '../../../ground/format-time.ts'
import { formatDuration } from '../format-figures.ts'
import { statisticsTexts as texts } from '../texts.ts'
import classes from './statistics.module.css'

const { columns } = texts

const cellsOf = (figures: MailFigures) => [
  ...mailOutcomes.map((outcome) => [outcome, formatNumber(figures[outcome])] as const),
  ['half', figures.timeToAcceptance ? formatDuration(figures.timeToAcceptance.p50Ms) : texts.nothing] as const,
  ['nearlyAll', figures.timeToAcceptance ? formatDuration(figures.timeToAcceptance.p95Ms) : texts.nothing] as const,
  ['throttled', formatNumber(figures.throttledMinutes)] as const,
]

const Row = ({ name, figures }: { name: string; figures: MailFigures }) => (
  <tr>
    <th scope="row">{name}</th>
    {cellsOf(figures).map(([column, text]) => (
      <td key={column}>{text}</td>
    ))}
  </tr>
)

/** The newest day is first. */
export const DaysTable = ({ statistics }: { statistics: MailStatistics }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
  <section className={classes['scrolling']} tabIndex={0} aria-label={texts.table}>
    <table>
      <caption>{texts.tableCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.day}</th>
          {mailOutcomes.map((outcome) => (
            <th key={outcome} scope="col">
              {texts.outcomes[outcome]}
            </th>
          ))}
          <th scope="col">{columns.half}</th>
          <th scope="col">{columns.nearlyAll}</th>
          <th scope="col">{columns.throttled}</th>
        </tr>
      </thead>
      <tbody>
        {statistics.days.toReversed().map((day) => (
          <Row key={day.day} name={formatDate(day.day)} figures={day} />
        ))}
      </tbody>
      <tfoot>
        <Row name={columns.sum} figures={statistics.total} />
      </tfoot>
    </table>
  </section>
)
