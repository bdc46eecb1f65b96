import type { ResponseOf } from '@office365-email/shared/endpoint'
import type { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { ReactNode } from 'react'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { configuredTexts } from '../configured-texts.ts'

const texts = configuredTexts.restrictionCheck

interface RestrictionResultProps {
  finding: ResponseOf<typeof configurationEndpoints.checkRestriction>
  mailbox: string
  limitLink: ReactNode
}

const tones = { limited: 'good', unlimited: 'bad', unknown: 'caution' } as const

/** The result, its time, and what it does not prove. */
export const RestrictionResult = ({ finding, mailbox, limitLink }: RestrictionResultProps) => {
  const { outcome, by, at, diagnosis } = finding
  return (
    <>
      <Notice
        tone={tones[outcome]}
        title={texts.outcomes[outcome](mailbox)}
        actions={outcome === 'unlimited' && limitLink}
      >
        {outcome === 'limited' && by && <p>{texts.by[by]}</p>}
        <p>{texts.meanings[outcome]}</p>
        <p className="small quiet">
          {texts.checkedAt} <Time iso={at} />.
        </p>
      </Notice>
      {diagnosis && <DiagnosisPanel diagnosis={diagnosis} />}
    </>
  )
}
