import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'

const wayToTheForm = /^Under Configuration, choose Reset, (\w)/

/** The step for somebody who has the form before them, which may be that of an intake link: nothing is to be reset. */
const atTheForm = (step: string): string =>
  step.replace(wayToTheForm, (_, first: string) => first.toUpperCase()).replace('choose Reset, ', '')

/** The next steps, without the way to a form that is open. */
export const withoutReset = (diagnosis: Diagnosis): Diagnosis => ({
  ...diagnosis,
  nextSteps: diagnosis.nextSteps.map(atTheForm),
})
