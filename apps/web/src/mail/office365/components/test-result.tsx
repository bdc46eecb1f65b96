import type { CredentialKind } from '@office365-email/shared/credential'
import type { TestMessageResult } from '@office365-email/shared/message'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { configuredTexts } from '../configured-texts.ts'

const texts = configuredTexts.test

interface TestResultProps {
  result: TestMessageResult
  recipient: string
  credential?: CredentialKind | undefined
}

/** The checks in order, then one verdict, and after a failure the next steps. */
export const TestResult = ({ result, recipient, credential }: TestResultProps) => (
  <>
    <h3 className="small">{texts.to(recipient)}</h3>
    <CheckList checks={result.checks} label={texts.checks} credential={credential} />
    <Verdict {...result} />
  </>
)

function Verdict({ outcome, diagnosis }: TestMessageResult) {
  if (outcome === 'accepted')
    return (
      <Notice tone="good" title={texts.accepted}>
        <p>{texts.acceptedHelp}</p>
      </Notice>
    )
  if (outcome === 'simulated')
    return (
      <Notice tone="caution" title={texts.simulated}>
        <p>{texts.simulatedHelp}</p>
      </Notice>
    )
  if (outcome === 'unknown')
    return (
      <>
        <Notice tone="caution" title={texts.unknown}>
          <p>{texts.unknownHelp}</p>
        </Notice>
        {diagnosis && <DiagnosisPanel diagnosis={diagnosis} />}
      </>
    )
  return (
    <>
      <p>
        <strong>{texts.failed}</strong>
      </p>
      {diagnosis && <DiagnosisPanel diagnosis={diagnosis} />}
    </>
  )
}
