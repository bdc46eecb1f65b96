import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'
import { describe, expect, it } from 'vitest'
import { expiredSecretDiagnosis } from '../ground/testing/example-diagnosis.ts'
import { describeStatus, type StatusFacts, sentenceText } from './describe-status.ts'

const now = new Date(2026, 10, 23, 14, 30)
const today = (hours: number, minutes: number) => new Date(2026, 10, 23, hours, minutes).toISOString()
const locked: StatusFacts = { state: 'locked', health: 'untested', secretExpiresOn: null, credential: 'client-secret' }

const read = (facts: Partial<StatusFacts>) => {
  const { word, action, sentence } = describeStatus({ ...locked, ...facts }, now)
  return [word, sentenceText(sentence, now), action]
}

describe('describeStatus', () => {
  it('asks for the setup of a bot that has no configuration', () => {
    expect(read({ state: 'unconfigured' })).toEqual(['Not set up', 'This bot cannot send mail yet.', 'set-up'])
  })
  it('asks for a test of values that were never used', () => {
    expect(read({})).toEqual(['Not tested', 'The values are saved, but no mail has been sent with them yet.', 'test'])
  })
  it('says when Microsoft last accepted a message', () => {
    expect(read({ health: 'working', lastAcceptedAt: today(14, 2) })).toEqual([
      'Working',
      'Last mail accepted by Microsoft today at 14:02.',
      null,
    ])
  })
  it('says what Microsoft refuses and since when', () => {
    expect(read({ health: 'failing', since: today(12, 40), diagnosis: expiredSecretDiagnosis })).toEqual([
      'Failing',
      'The client secret has expired. Failing since today at 12:40.',
      'renew-secret',
    ])
  })
  it('says certificate if it is one, and offers a check, because its next one is uploaded in Entra', () => {
    expect(read({ health: 'working', secretExpiresOn: '2026-11-24', credential: 'certificate' })).toEqual([
      'Certificate expires soon',
      'The certificate expires tomorrow, on 24 November 2026.',
      'check',
    ])
  })
  it('names neither in lists, which do not know what the app signs in with', () => {
    const unknown = { health: 'working', credential: undefined } as const
    expect(read({ ...unknown, secretExpiresOn: '2026-11-24' }).slice(0, 2)).toEqual([
      'Credential expires soon',
      'The client secret or certificate expires tomorrow, on 24 November 2026.',
    ])
    expect(read({ ...unknown, secretExpiresOn: '2026-11-22' })[0]).toBe('Credential expired')
  })
  it('asks to renew a certificate that someone else made', () => {
    const own = { health: 'working', secretExpiresOn: '2026-11-24', credential: 'certificate' } as const
    expect(read({ ...own, isOwnCertificate: true })[2]).toBe('renew-certificate')
  })
  it('leads to Entra while a credential waits to be registered there', () => {
    expect(read({ credential: 'certificate', needsRegistration: true })).toEqual([
      'Not tested',
      'The values are saved, but Entra does not accept the certificate yet.',
      'register',
    ])
    expect(read({ credential: 'federated', needsRegistration: true, health: 'failing' })[2]).toBe('register')
  })
  it('leads to the next steps if Entra refuses a credential that has no secret', () => {
    const refused = { ...expiredSecretDiagnosis, actions: ['check-app'] } satisfies DiagnosisView
    const failing = { health: 'failing', diagnosis: refused } as const
    expect(read({ ...failing, credential: 'federated' })[2]).toBe('next-steps')
    expect(read({ ...failing, credential: 'certificate' })[2]).toBe('next-steps')
    const revoked = { ...refused, actions: ['reset-form'] } satisfies DiagnosisView
    expect(read({ ...failing, diagnosis: revoked, credential: 'certificate' })[2]).toBe('renew-certificate')
  })
  it('gives the likely reason in lists, which have no diagnosis', () => {
    expect(read({ health: 'failing', secretExpiresOn: '2026-11-22' })[1]).toBe(
      'Microsoft refuses this bot’s mail. According to its saved date, the client secret expired yesterday, on 22 November 2026.',
    )
    expect(read({ health: 'failing', secretExpiresOn: '2026-11-23' })[1]).toBe('Microsoft refuses this bot’s mail.')
  })
  it('leads to the next steps if no field of the form is at fault', () => {
    expect(read({ health: 'failing', diagnosis: { ...expiredSecretDiagnosis, field: 'permissions' } })[2]).toBe(
      'next-steps',
    )
  })
  it('warns 30 days before the secret expires, not earlier', () => {
    expect(read({ health: 'working', secretExpiresOn: '2026-12-24' })[0]).toBe('Working')
    expect(read({ health: 'working', secretExpiresOn: '2026-12-23' })).toEqual([
      'Secret expires soon',
      'The client secret expires in 30 days, on 23 December 2026.',
      'renew-secret',
    ])
    expect(read({ health: 'working', secretExpiresOn: '2026-11-24' })[1]).toBe(
      'The client secret expires tomorrow, on 24 November 2026.',
    )
  })
  it('says that an expired secret is expired according to the saved date, since Microsoft may still accept it', () => {
    expect(read({ health: 'working', secretExpiresOn: '2026-11-20' })).toEqual([
      'Secret expired',
      'According to its saved date, the client secret expired 3 days ago, on 20 November 2026.',
      'renew-secret',
    ])
  })
  it('puts a refusal before an expiry date', () => {
    expect(read({ health: 'failing', secretExpiresOn: '2026-11-20' })[0]).toBe('Failing')
  })
  it('keeps describing a configuration that is unlocked, because it keeps sending', () => {
    expect(read({ state: 'unlocked', health: 'working' })[0]).toBe('Working')
  })
})
