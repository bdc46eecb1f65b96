import type { MailOutcome } from '@office365-email/shared/mail-statistics'

/** Texts of the charts. */
export const statisticsTexts = {
  title: 'Mail in the last 30 days',
  titleOfAll: 'Mail of all your bots in the last 30 days',
  outcomes: {
    accepted: 'Accepted',
    failed: 'Failed',
    unknown: 'Unknown',
    cancelled: 'Canceled',
    simulated: 'Simulated',
  } satisfies Record<MailOutcome, string>,
  none: 'No mail yet. Each day of the last 30 gets a bar here.',
  most: (count: string) => `Most on one day: ${count}`,
  utc: 'Days in UTC',
  today: 'today so far',
  chart: (from: string, to: string, parts: string) => `Messages by day from ${from} to ${to}: ${parts}.`,
  share: 'Accepted by Microsoft',
  shareHelp: (of: string) => `of ${of}`,
  times: 'Time to acceptance',
  half: (time: string) => `half within ${time}`,
  nearlyAll: (time: string) => `95% within ${time}`,
  throttled: 'Throttled',
  minutes: (minutes: string) => `${minutes} min`,
  nothing: '–',
  table: 'The same as a table',
  tableCaption:
    'Messages by day, in UTC. The last day is not over yet. Throttled: the minutes in which Microsoft asked a mailbox to wait.',
  columns: {
    day: 'Day',
    half: 'Half within',
    nearlyAll: '95% within',
    throttled: 'Throttled (min)',
    sum: 'All days',
  },
  failed: 'The figures cannot be loaded. The page tries again by itself.',
  calendar: {
    title: 'Secrets and certificates that expire in the next 12 months',
    none: 'None known. Those without a date are not counted.',
    list: 'Which ones',
    more: (count: string) => `The first ${count} are listed.`,
    on: (date: string, days: string) => `${date}, ${days}`,
  },
}
