import type { MailStatistics } from '@office365-email/shared/mail-statistics'
import { useState } from 'react'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { createPart, usePart } from '../../../ground/create-part.ts'
import { statisticsTexts as texts } from '../texts.ts'

const daysTable = createPart(async () => (await import('./days-table.tsx')).DaysTable)

/** What the chart shows, for screen readers and for exact numbers. */
export function MailTable({ statistics }: { statistics: MailStatistics | undefined }) {
  const [opened, setOpened] = useState(false)
  const { code: DaysTable } = usePart(daysTable, opened)
  return (
    <Disclosure summary={texts.table} onOpen={() => setOpened(true)}>
      {opened && statistics && DaysTable && <DaysTable statistics={statistics} />}
    </Disclosure>
  )
}
