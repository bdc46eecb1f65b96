import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

/** Next steps for somebody whose form is open already: there is nothing to reset. */
export const withoutReset = (diagnosis: Diagnosis): Diagnosis => ({
  ...diagnosis,
  nextSteps: diagnosis.nextSteps.map((step) => step.replace('choose Reset, ', '')),
})
