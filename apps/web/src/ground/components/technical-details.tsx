import type { Evidence } from '@office365-email/shared/diagnosis/diagnosis'
import { CopyButton } from './copy-button.tsx'
import { Disclosure } from './disclosure.tsx'
import classes from './technical-details.module.css'

const texts = { title: 'Technical details', copyWhat: 'technical details' }

const rows: ReadonlyArray<[keyof Evidence, string]> = [
  ['code', 'Microsoft’s code'],
  ['status', 'HTTP status'],
  ['requestId', 'Request ID'],
  ['correlationId', 'Correlation ID'],
  ['timestamp', 'Time'],
  ['message', 'Microsoft’s words'],
]

/** What Microsoft's support asks for, folded away from everyone else. */
export function TechnicalDetails({ evidence, cause }: { evidence: Evidence; cause?: string }) {
  const known = rows.flatMap(([member, label]) => {
    const value = evidence[member]
    return value === null || value === undefined || value === '' ? [] : [[label, String(value)] as const]
  })
  const all = cause ? [...known, ['Cause', cause] as const] : known
  if (all.length === 0) return null
  return (
    <Disclosure summary={texts.title}>
      <dl className={classes['list']}>
        {all.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <CopyButton what={texts.copyWhat} text={all.map(([label, value]) => `${label}: ${value}`).join('\n')} />
      </div>
    </Disclosure>
  )
}
