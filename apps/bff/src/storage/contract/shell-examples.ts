import type { ServiceKey } from '@office365-email/shared/service-key'
import { v7 as uuidv7 } from 'uuid'
import type { Person } from '../../shell/people/person.ts'
import type { Session } from '../../shell/sessions/session-store.ts'
import type { Storage } from '../storage.ts'
import { at, auditEventOf } from './examples.ts'

export const personOf = (changes: Partial<Person> = {}): Person => ({
  id: uuidv7(),
  email: 'ada@example.com',
  name: 'Ada',
  role: 'owner',
  botIds: 'all',
  passwordHash: null,
  providerIssuer: null,
  providerSubject: null,
  hasProviderRole: false,
  createdAt: at,
  ...changes,
})

export const sessionOf = (changes: Partial<Session> = {}): Session => ({
  idHash: uuidv7(),
  personId: 'ada',
  signedInAt: 1,
  authenticatedAt: null,
  lastSeenAt: 1,
  ip: null,
  ...changes,
})

export const serviceKeyOf = (changes: Partial<ServiceKey> = {}): ServiceKey => ({
  id: uuidv7(),
  name: 'Orders service',
  scopes: ['messages:send'],
  botIds: 'all',
  createdAt: at,
  createdBy: { kind: 'person', id: 'ada', name: 'Ada' },
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  recipientDomains: null,
  dailyQuota: null,
  ...changes,
})

export const saveBot = ({ bots }: Storage, id: string, name = id) =>
  bots.save(
    { id, name },
    {
      created: auditEventOf({ action: 'bot.created', botId: id }),
      renamed: auditEventOf({ action: 'bot.renamed', botId: id }),
    },
  )

export const deleteBot = ({ bots }: Storage, id: string) =>
  bots.delete(id, {
    deleted: auditEventOf({ action: 'bot.deleted', botId: id }),
    keyRevoked: (serviceKeyId) => auditEventOf({ action: 'service-key.revoked', details: { serviceKeyId } }),
    personChanged: ({ id: personId, botIds }) =>
      auditEventOf({ action: 'person.changed', details: { personId, botIds } }),
  })

/** The actions of all events, oldest first. */
export const listActions = async ({ audit }: Storage): Promise<string[]> =>
  (await audit.list({ reach: 'everything', limit: 1_000 })).map(({ event }) => event.action).reverse()

/** Enough for every order in which two transactions can meet. */
export const rounds = Array.from({ length: 25 }, (_, round) => round)
