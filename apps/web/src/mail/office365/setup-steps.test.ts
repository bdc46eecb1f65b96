import { prerequisites } from '@office365-email/shared/entra-setup/prerequisites'
import { markableSteps } from '@office365-email/shared/readable-draft'
import { expect, it } from 'vitest'
import { setupSteps } from './setup-steps.ts'

it('marks only steps as done that the server keeps', () => {
  const marked = [
    ...setupSteps.map(({ slug }) => slug).filter((slug) => slug !== ''),
    ...prerequisites.map(({ field }) => `have-${field}`),
  ]
  expect([...marked].sort()).toEqual([...markableSteps].sort())
})
