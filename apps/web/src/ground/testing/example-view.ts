import type { ConfigurationView } from '@office365-email/shared/office365-configuration'

export const unconfiguredView: ConfigurationView = {
  botId: 'orders',
  state: 'unconfigured',
  version: 0,
  userEmail: null,
  clientId: null,
  tenantId: null,
  userId: null,
  cloud: null,
  clientSecret: { state: 'not-set', savedAt: null, expiresOn: null },
  credential: { kind: 'client-secret', expiresOn: null, state: 'not-set' },
  savedAt: null,
  savedBy: null,
  health: { state: 'untested', since: null },
  restriction: null,
  lastAcceptedAt: null,
}

export const lockedView: ConfigurationView = {
  ...unconfiguredView,
  state: 'locked',
  version: 3,
  userEmail: 'orders@contoso.com',
  clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  tenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
  userId: '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6071',
  cloud: 'global',
  clientSecret: { state: 'set', savedAt: '2026-05-03T09:00:00Z', expiresOn: '2027-05-03' },
  credential: { kind: 'client-secret', expiresOn: '2027-05-03', state: 'set' },
  savedAt: '2026-05-03T09:00:00Z',
  savedBy: { kind: 'person', id: 'u1', name: 'Ada Lovelace' },
}

export const certificateView: ConfigurationView = {
  ...lockedView,
  clientSecret: { state: 'not-set', savedAt: null, expiresOn: null },
  credential: {
    kind: 'certificate',
    origin: 'made',
    state: 'set',
    expiresOn: '2027-05-03',
    thumbprint: 'A4F2C1D09B3E5F60718293A4B5C6D7E8F9012345',
  },
}

export const unlockedView: ConfigurationView = { ...lockedView, state: 'unlocked' }
