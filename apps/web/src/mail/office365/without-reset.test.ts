import { expect, it } from 'vitest'
import { expiredSecretDiagnosis } from '../../ground/testing/example-diagnosis.ts'
import { withoutReset } from './without-reset.ts'

it('leaves Reset out of the steps of somebody whose form is open', () => {
  const nextSteps = [
    'Make a new client secret.',
    'Under Configuration, choose Reset, paste the new Value into Client Secret Key and choose Submit.',
  ]
  expect(withoutReset({ ...expiredSecretDiagnosis, nextSteps }).nextSteps).toEqual([
    'Make a new client secret.',
    'Paste the new Value into Client Secret Key and choose Submit.',
  ])
})
