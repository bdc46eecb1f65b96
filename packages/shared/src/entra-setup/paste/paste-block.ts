import type { PasteLabel } from './paste-labels.ts'
import { type PasteCandidate, type PasteRemark, readCandidate } from './read-candidate.ts'

/** One thing that is described together: an object, a table's row, lines without a gap. */
export interface LabelledValue {
  label: PasteLabel
  value: string
}

export interface PasteFindings {
  candidates: PasteCandidate[]
  remarks: PasteRemark[]
}

/** An `Object ID` means a user where the same thing has an address and is no app. */
const describesUser = (values: readonly LabelledValue[]) =>
  values.some(({ label }) => label.target === 'userEmail') &&
  !values.some(({ label }) => label.target === 'clientId' || label.target === 'clientSecret')

/** Words that only an app's own pages and answers have beside an ID. */
const describesApp = (values: readonly LabelledValue[]) =>
  values.some(({ label }) => label.target === 'clientId' || label.target === 'tenantId')

const userLabel: PasteLabel = { target: 'userId', strength: 'weak', name: 'User ID' }

export function readBlock(values: readonly LabelledValue[], findings: PasteFindings): void {
  for (const { label, value } of values) {
    const isUser = label.target === 'unclear' && describesUser(values)
    const reading = readCandidate(isUser ? userLabel : label, value)
    if (reading === null) continue
    if ('remark' in reading) findings.remarks.push(reading.remark)
    else if (label.target === 'unclear' && !isUser && describesApp(values))
      findings.remarks.push({
        name: 'Object ID',
        reason: 'It stands among values of the app. User ID is the Object ID on the page of the user.',
      })
    else findings.candidates.push(...reading.candidates)
  }
}
