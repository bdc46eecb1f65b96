import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'

/** The next steps of somebody who has the form before them, which may be that of an intake link: nothing is to be reset. */
export function withoutReset(diagnosis: DiagnosisView): DiagnosisView {
  const isNeeded = (_: unknown, index: number) => diagnosis.actions[index] !== 'reset-form'
  return {
    ...diagnosis,
    nextSteps: diagnosis.nextSteps.filter(isNeeded),
    actions: diagnosis.actions.filter(isNeeded),
  }
}
