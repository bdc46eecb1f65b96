import { office365FieldLabels } from '@office365-email/shared/office365-fields'
import { type Faults, faultyFields } from '../find-faults.ts'
import { fieldId, focusField } from './office365-field.tsx'

/** Each value that needs attention, with a link to its field. */
export const FaultSummary = ({ faults }: { faults: Faults }) => (
  <ul className="bullets">
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
)
