import type { PasteLabel } from './paste-labels.ts'
import { type PasteCandidate, type PasteRemark, readCandidate } from './read-candidate.ts'

export interface LabeledValue {
  label: PasteLabel
  value: string
}

export interface PasteFindings {
  candidates: PasteCandidate[]
  remarks: PasteRemark[]
}

/** An `Object ID` belongs to a user if the same block has an address and no value of an app. */
const describesUser = (values: readonly LabeledValue[]) =>
  values.some(({ label }) => label.target === 'userEmail') &&
  !values.some(({ label }) => label.target === 'clientId' || label.target === 'clientSecret')

/** Values that only pages and output about an app contain. */
const describesApp = (values: readonly LabeledValue[]) =>
  values.some(({ label }) => label.target === 'clientId' || label.target === 'tenantId')

const userLabel: PasteLabel = { target: 'userId', strength: 'weak', name: 'User ID' }

/** Reads values that belong together: an object, a table row, lines without a gap. */
export function readBlock(values: readonly LabeledValue[], findings: PasteFindings): void {
  for (const { label, value } of values) {
    const isUser = label.target === 'unclear' && describesUser(values)
    const reading = readCandidate(isUser ? userLabel : label, value)
    if (reading === null) continue
    if ('remark' in reading) findings.remarks.push(reading.remark)
    else if (label.target === 'unclear' && !isUser && describesApp(values))
      findings.remarks.push({
        name: 'Object ID',
        reason: 'It appears with values of the app. User ID is the Object ID on the page of the user.',
      })
    else findings.candidates.push(...reading.candidates)
  }
}
