import { prerequisites } from '@office365-email/shared/entra-setup/prerequisites'
import { markableSteps } from '@office365-email/shared/readable-draft'
import { expect, it } from 'vitest'
import { certificateView } from '../../ground/testing/example-view.ts'
import { isStepDone, setupSteps } from './setup-steps.ts'

it('marks only steps as done that the server keeps', () => {
  const marked = [
    ...setupSteps.map(({ slug }) => slug).filter((slug) => slug !== ''),
    ...prerequisites.map(({ field }) => `have-${field}`),
  ]
  expect([...marked].sort()).toEqual([...markableSteps].sort())
})

it('has work left in Entra while a credential waits to be registered there', () => {
  const entra = setupSteps.find(({ slug }) => slug === 'entra')
  const isDone = (view: typeof certificateView) => entra && isStepDone(entra, view, [])
  expect(isDone(certificateView)).toBe(true)
  expect(isDone({ ...certificateView, credential: { ...certificateView.credential, state: 'waiting' } })).toBe(false)
})
