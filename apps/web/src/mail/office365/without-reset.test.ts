import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import { presentDiagnosis } from '@office365-email/shared/diagnosis/present-diagnosis'
import { expect, it } from 'vitest'
import { withoutReset } from './without-reset.ts'

it('leaves Reset out of the next steps if the form is open', () => {
  const expired = presentDiagnosis(diagnose({ raw: 'AADSTS7000222: The provided client secret keys are expired.' }))
  expect(expired.actions).toEqual(['create-secret', 'reset-form', 'submit-values', 'submit-values'])
  const { nextSteps, actions } = withoutReset(expired)
  expect(actions).toEqual(['create-secret', 'submit-values', 'submit-values'])
  expect(nextSteps).toHaveLength(actions.length)
  expect(nextSteps[1]).toBe('Paste the new Value into Client Secret Key and choose Submit.')
  expect(nextSteps.join(' ')).not.toContain('Reset')
})
