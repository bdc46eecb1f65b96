import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { useState } from 'react'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { office365Texts } from '../texts.ts'

/** Open where somebody comes to a bot that fails. A failure that comes up meanwhile is told where it was met, so it stays folded. */
export function StatusDiagnosis({ diagnosis }: { diagnosis: Diagnosis | undefined }) {
  const [open] = useState(diagnosis !== undefined)
  if (!diagnosis) return null
  return (
    <Disclosure summary={office365Texts.whatToDo} open={open}>
      <DiagnosisPanel diagnosis={diagnosis} />
    </Disclosure>
  )
}
