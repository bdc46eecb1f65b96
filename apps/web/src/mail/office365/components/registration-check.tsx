import { Button } from '@mantine/core'
import type { CredentialKind } from '@office365-email/shared/credential'
import type { Check } from '@office365-email/shared/office365-configuration'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isProblem } from '../../../ground/api-problem.ts'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { registrationTexts } from '../registration-texts.ts'
import { office365Texts } from '../texts.ts'
import { withoutReset } from '../without-reset.ts'
import classes from './credential-registration.module.css'

const texts = registrationTexts.register

interface RegistrationCheckProps {
  kind: CredentialKind
  /** Asks Entra whether it accepts the credential. */
  ask: () => Promise<{ checks: readonly Check[] }>
  /** Whether other values need a reset first. */
  isLocked: boolean
  /** Entra accepted it before, so the check is not the next step. */
  isAccepted?: boolean
  /** Takes the place of the check once there is nothing left to check. */
  ended?: ReactNode
}

/** The button that asks whether Entra accepts the credential, and the answer. */
export function RegistrationCheck({ kind, ask, isLocked, isAccepted = false, ended }: RegistrationCheckProps) {
  const { mutate, isPending, data, error } = useMutation({ mutationFn: ask })
  const checks = isPending ? undefined : data?.checks
  const diagnosis = checks?.find((check) => check.diagnosis)?.diagnosis
  if (ended && isProblem(error, 'not-found')) return ended
  return (
    <>
      <div className={classes['check']}>
        <Button variant={isAccepted ? 'default' : 'filled'} loading={isPending} onClick={() => mutate()}>
          {texts.check}
        </Button>
        <span role="status" className="small quiet">
          {isPending ? texts.asking : texts.checkHelp}
        </span>
      </div>
      <div role="status" className={classes['result']}>
        {checks && <CheckList checks={checks} label={office365Texts.check.result} credential={kind} />}
        {diagnosis && <DiagnosisPanel diagnosis={isLocked ? diagnosis : withoutReset(diagnosis)} />}
      </div>
      {error && <ProblemNotice error={error} />}
    </>
  )
}
