import type { Bot } from '@office365-email/shared/bot'
import { expect, it } from 'vitest'
import { describeBot } from './describe-bot.ts'

const now = new Date('2026-11-23T12:00:00Z')
const describeExpiry = (secretExpiresOn: string | null, health: Bot['office365']['health'] = 'working') =>
  describeBot({ id: 'a', name: 'A', office365: { state: 'locked', health, userEmail: null, secretExpiresOn } }, now)

it('shows when the secret expires only if the status does not say so', () => {
  expect(describeExpiry('2027-11-23')).toMatchObject({ status: { kind: 'working' }, secretExpiresOn: '2027-11-23' })
  expect(describeExpiry('2026-12-01')).toMatchObject({
    status: { kind: 'secret-expires-soon' },
    secretExpiresOn: null,
  })
  expect(describeExpiry('2020-01-01', 'failing')).toMatchObject({ status: { kind: 'failing' }, secretExpiresOn: null })
  expect(describeExpiry(null)).toMatchObject({ status: { kind: 'working' }, secretExpiresOn: null })
})
