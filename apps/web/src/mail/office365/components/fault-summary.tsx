import { type Faults, faultyFields, labelOf } from '../find-faults.ts'
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
          {labelOf(field)}
        </a>
        : {faults[field]}
      </li>
    ))}
  </ul>
)
