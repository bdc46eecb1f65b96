import { expect, it } from 'vitest'
import { lockedView, unconfiguredView, unlockedView } from '../../ground/testing/example-view.ts'
import { collectFacts } from './setup.ts'
import { isStepDone, setupSteps } from './setup-steps.ts'

const bot = { id: 'orders', name: 'Orders' }
const otherId = '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6072'

it('prefers entered values to saved ones as soon as they are valid', () => {
  expect(collectFacts(unlockedView, { clientId: ` {${otherId.toUpperCase()}}`, tenantId: 'half' }, bot)).toMatchObject({
    clientId: otherId,
    tenantId: lockedView.tenantId,
    cloud: 'global',
  })
  expect(collectFacts(unconfiguredView, { cloud: 'china' }, bot)).toMatchObject({ clientId: null, cloud: 'china' })
})

it('ignores a draft while the saved values are locked', () => {
  expect(collectFacts(lockedView, { clientId: otherId }, bot).clientId).toBe(lockedView.clientId)
})

it('counts a step as done if the server knows it or a person marked it as done', () => {
  const done = (view: typeof lockedView, ticked: string[]) =>
    setupSteps.filter((step) => isStepDone(step, view, ticked)).map(({ name }) => name)
  expect(done(unconfiguredView, ['entra', ''])).toEqual(['Microsoft Entra setup'])
  expect(done({ ...lockedView, lastAcceptedAt: '2026-11-23T09:00:00Z' }, [])).toEqual([
    'Prerequisites',
    'Microsoft Entra setup',
    'Configuration',
    'Send test',
  ])
})
