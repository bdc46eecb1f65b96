import { type Office365Field, office365FieldLabels } from '@office365-email/shared/office365-fields'
import type { ReactNode } from 'react'
import { Notice } from '../../../components/notice.tsx'
import { type Faults, faultyFields } from '../find-faults.ts'
import { office365Texts } from '../texts.ts'
import classes from './fault-summary.module.css'
import { fieldId } from './office365-field.tsx'

export const focusField = (field: Office365Field): void => document.getElementById(fieldId(field))?.focus()

export const FaultSummary = ({ faults, children }: { faults: Faults; children?: ReactNode }) => (
  <Notice tone="bad" title={office365Texts.configuration.faults(faultyFields(faults).length)}>
    <ul className={classes['list']}>
      {faultyFields(faults).map((field) => (
        <li key={field}>
          <a
            href={`#${fieldId(field)}`}
            onClick={(event) => {
              event.preventDefault()
              focusField(field)
            }}
          >
            {office365FieldLabels[field]}
          </a>
          : {faults[field]}
        </li>
      ))}
    </ul>
    {children}
  </Notice>
)
