import { Button } from '@mantine/core'
import { DiagnosisPanel } from '../../../components/diagnosis-panel.tsx'
import { ProblemNotice } from '../../../components/problem-notice.tsx'
import { ApiProblem, isProblem } from '../../../lib/api-problem.ts'
import { office365Texts } from '../texts.ts'

interface SubmitProblemProps {
  error: Error
  onSkip: () => void
}

const texts = office365Texts.configuration

/** Why nothing was saved, unless the fields say it already or the configuration has changed meanwhile. */
export function SubmitProblem({ error, onSkip }: SubmitProblemProps) {
  if (isProblem(error, 'fresh-sign-in-required', 'not-signed-in')) return null
  const unchecked = isProblem(error, 'microsoft-unreachable', 'microsoft-throttled')
  const skip = unchecked && (
    <Button variant="default" onClick={onSkip}>
      {texts.skip}
    </Button>
  )
  const diagnosis = error instanceof ApiProblem ? error.document.diagnosis : undefined
  return (
    <>
      {diagnosis ? (
        <DiagnosisPanel diagnosis={diagnosis} actions={skip} role="alert" />
      ) : (
        <ProblemNotice error={error} actions={skip} />
      )}
      <p className="small quiet">
        {texts.nothingSaved} {unchecked && texts.skipHelp}
      </p>
    </>
  )
}
