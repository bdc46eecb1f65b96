import { useQuery } from '@tanstack/react-query'
import { Section } from '../ground/components/section.tsx'
import { refreshEveryMs } from '../ground/refresh.ts'
import { ExpiryCalendar } from './statistics/components/expiry-calendar.tsx'
import { MailPictures } from './statistics/components/mail-pictures.tsx'
import { statisticsQuery } from './statistics/queries.ts'
import { statisticsTexts as texts } from './statistics/texts.ts'

/** How the mail of all bots went, and when their secrets expire. */
export const OverviewPictures = () => (
  <>
    <Section title={texts.titleOfAll}>
      <MailPictures query={useQuery({ ...statisticsQuery, refetchInterval: refreshEveryMs })} />
    </Section>
    <Section title={texts.calendar.title}>
      <ExpiryCalendar />
    </Section>
  </>
)
