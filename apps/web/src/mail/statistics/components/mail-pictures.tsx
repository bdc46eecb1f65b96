import type { MailStatistics } from '@office365-email/shared/mail-statistics'
import type { UseQueryResult } from '@tanstack/react-query'
import { isProblem } from '../../../ground/api-problem.ts'
import { statisticsTexts as texts } from '../texts.ts'
import { MailChart } from './mail-chart.tsx'
import { MailFigures } from './mail-figures.tsx'
import { MailTable } from './mail-table.tsx'
import classes from './statistics.module.css'

/** Has the same height before the data is there, so that nothing below it moves. */
export const MailPictures = ({ query: { data, error } }: { query: UseQueryResult<MailStatistics> }) => (
  <div className={classes['pictures']}>
    <div className={classes['sides']}>
      <MailChart statistics={data} />
      <MailFigures total={data?.total} />
    </div>
    <MailTable statistics={data} />
    {error && !isProblem(error, 'not-signed-in') && <p className="small quiet">{texts.failed}</p>}
  </div>
)
