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

it('prefers the chosen way to sign in to the saved one, unless the values are locked or the cloud does not have it', () => {
  const own = { ...unlockedView, credential: { kind: 'certificate', expiresOn: '2027-05-03', state: 'set' } } as const
  const kindOf = (...[view, draft]: [typeof own, Parameters<typeof collectFacts>[1]]) =>
    collectFacts(view, draft, bot).credentialKind
  expect(collectFacts(unconfiguredView, {}, bot).credentialKind).toBe('client-secret')
  expect(kindOf(own, {})).toBe('certificate')
  expect(kindOf(own, { credentialKind: 'federated' })).toBe('federated')
  expect(kindOf(own, { credentialKind: 'federated', cloud: 'govsg' })).toBe('client-secret')
  expect(collectFacts({ ...own, state: 'locked' }, { credentialKind: 'federated' }, bot).credentialKind).toBe(
    'certificate',
  )
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
