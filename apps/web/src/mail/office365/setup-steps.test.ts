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

it('leaves the steps open that a credential waits for, until it is registered in Entra', () => {
  const listDone = (view: typeof certificateView) =>
    setupSteps.filter((step) => isStepDone(step, view, [])).map(({ name }) => name)
  expect(listDone(certificateView)).toEqual(['Prerequisites', 'Microsoft Entra setup', 'Configuration'])
  const waiting = { ...certificateView, credential: { ...certificateView.credential, state: 'waiting' as const } }
  expect(listDone(waiting)).toEqual(['Prerequisites'])
})
