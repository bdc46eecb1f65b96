import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'

/** The next steps for a person whose form is already open, such as the form of an intake link: no reset is needed. */
export function withoutReset(diagnosis: DiagnosisView): DiagnosisView {
  const isNeeded = (_: unknown, index: number) => diagnosis.actions[index] !== 'reset-form'
  return {
    ...diagnosis,
    nextSteps: diagnosis.nextSteps.filter(isNeeded),
    actions: diagnosis.actions.filter(isNeeded),
  }
}
