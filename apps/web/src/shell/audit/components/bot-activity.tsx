import { useInfiniteQuery } from '@tanstack/react-query'
import { Loaded } from '../../../ground/components/loaded.tsx'
import { PageSkeleton } from '../../../ground/components/page-skeleton.tsx'
import { auditEventsQuery } from '../audit-events-query.ts'
import type { AuditNames } from '../describe-audit-event.ts'
import { auditTexts } from '../texts.ts'
import { AuditList } from './audit-list.tsx'

const shown = 10
const noNames: AuditNames['people'] = new Map()

interface BotActivityProps extends Pick<AuditNames, 'serviceKeys'> {
  botId: string
  botName: string
}

/** The latest actions on one bot. */
export function BotActivity({ botId, botName, serviceKeys }: BotActivityProps) {
  const query = useInfiniteQuery(auditEventsQuery({ botId }, { limit: shown }))
  const names = { bots: new Map([[botId, botName]]), people: noNames, serviceKeys }
  return (
    <Loaded query={query} skeleton={<PageSkeleton />}>
      {({ pages }) => {
        const events = pages[0]?.auditEvents ?? []
        if (events.length === 0) return <p className="quiet">{auditTexts.activity.none}</p>
        return <AuditList events={events} names={names} detailed={false} />
      }}
    </Loaded>
  )
}
