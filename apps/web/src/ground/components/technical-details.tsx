import type { DiagnosisView, Evidence, Owner } from '@office365-email/shared/diagnosis/diagnosis'
import { CopyButton } from './copy-button.tsx'
import { Disclosure } from './disclosure.tsx'
import classes from './technical-details.module.css'

const texts = { title: 'Technical details', copyWhat: 'technical details' }

const ownersAtMicrosoft: readonly Owner[] = ['entra', 'graph', 'exchange']

const rowsOf = (isMicrosofts: boolean): ReadonlyArray<[keyof Evidence, string]> => [
  ['code', isMicrosofts ? 'Microsoft’s code' : 'Code'],
  ['status', 'HTTP status'],
  ['requestId', 'Request ID'],
  ['correlationId', 'Correlation ID'],
  ['timestamp', 'Time'],
  ['message', isMicrosofts ? 'Microsoft’s words' : 'Error text'],
]

/** The details that Microsoft's support asks for, closed by default. */
export function TechnicalDetails({ diagnosis: { evidence, cause, owner } }: { diagnosis: DiagnosisView }) {
  const known = rowsOf(ownersAtMicrosoft.includes(owner)).flatMap(([member, label]) => {
    const value = evidence[member]
    return value === null || value === undefined || value === '' ? [] : [[label, String(value)] as const]
  })
  const all = [...known, ['Cause', cause] as const]
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
