import type { AuditEventView } from '@office365-email/shared/audit-event'
import { Badge } from '../../../ground/components/badge.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { formatFullTime } from '../../../ground/format-time.ts'
import { type AuditNames, describeAuditEvent } from '../describe-audit-event.ts'
import { auditTexts as texts } from '../texts.ts'
import classes from './audit-list.module.css'

interface AuditListProps {
  events: readonly AuditEventView[]
  names: AuditNames
  /** Whether each entry has a disclosure with its details. */
  detailed?: boolean
}

export const AuditList = ({ events, names, detailed = true }: AuditListProps) => (
  <ol className={classes['list']} data-detailed={detailed}>
    {events.map((event) => {
      const { actor, deed } = describeAuditEvent(event, names)
      return (
        <li key={event.id} className={classes['row']}>
          <p className={classes['sentence']}>
            <strong>{actor}</strong> {deed}.{' '}
            {event.outcome === 'refused' && <Badge tone="caution">{texts.refused}</Badge>}
          </p>
          <span className={classes['time']}>
            <Time iso={event.at} />
          </span>
          {detailed && (
            <div className={classes['details']}>
              <Disclosure summary={texts.details}>
                <Facts event={event} />
              </Disclosure>
            </div>
          )}
        </li>
      )
    })}
  </ol>
)

const formatDetail = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const Facts = ({ event: { at, action, ip, requestId, details } }: { event: AuditEventView }) => (
  <dl className={classes['facts']}>
    <dt>{texts.facts.at}</dt>
    <dd>{formatFullTime(at)}</dd>
    <dt>{texts.facts.action}</dt>
    <dd className="mono">{action}</dd>
    {ip && (
      <>
        <dt>{texts.facts.ip}</dt>
        <dd className="mono">{ip}</dd>
      </>
    )}
    {requestId && (
      <>
        <dt>{texts.facts.requestId}</dt>
        <dd className="mono">{requestId}</dd>
      </>
    )}
    {Object.keys(details).length > 0 && (
      <>
        <dt>{texts.facts.more}</dt>
        <dd className="mono">
          {Object.entries(details).map(([member, value]) => (
            <div key={member}>
              {member}: {formatDetail(value)}
            </div>
          ))}
        </dd>
      </>
    )}
  </dl>
)
