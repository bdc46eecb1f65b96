import { Button } from '@mantine/core'
import { ApiProblem, isProblem } from '../../../ground/api-problem.ts'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { type Faults, faultyFields } from '../find-faults.ts'
import { formTexts } from '../form-texts.ts'
import { withoutReset } from '../without-reset.ts'
import { FaultSummary } from './fault-summary.tsx'

interface SubmitProblemProps {
  error: Error | null
  faults: Faults
  /** Only if values may be saved without a check. */
  onSkip?: () => void
}

const texts = formTexts.configuration

/** Why nothing was saved: values to correct, a refusal by Microsoft, or another failure. */
export function SubmitProblem({ error, faults, onSkip }: SubmitProblemProps) {
  if (isProblem(error, 'fresh-sign-in-required')) return null
  const faulty = faultyFields(faults).length
  const summary = faulty > 0 && <FaultSummary faults={faults} />
  const diagnosis = error instanceof ApiProblem ? error.document.diagnosis : undefined
  const unchecked = isProblem(error, 'microsoft-unreachable', 'microsoft-throttled')
  const skip = unchecked && onSkip && (
    <>
      <p className="small">{texts.skipHelp}</p>
      <Button variant="default" onClick={onSkip}>
        {texts.skip}
      </Button>
    </>
  )
  if (diagnosis)
    return (
      <DiagnosisPanel diagnosis={withoutReset(diagnosis)} actions={skip} role="alert">
        <p>{texts.nothingSaved}</p>
        {summary}
      </DiagnosisPanel>
    )
  if (summary)
    return (
      <Notice tone="bad" title={texts.faults(faulty)}>
        {summary}
      </Notice>
    )
  return error && <ProblemNotice error={error} actions={skip} />
}
