import { describe, expect, it } from 'vitest'
import type { CredentialKind } from '../credential.ts'
import { nationalCloudNames, nationalClouds } from '../national-cloud.ts'
import { listCalledHosts } from './access-summary.ts'
import { makeInstructions, makeInstructionsMail, writeInstructions } from './instructions.ts'
import { prerequisites } from './prerequisites.ts'
import { registrationTasks } from './setup-tasks.ts'
import { hostileNames, refusedNames } from './testing/hostile-names.ts'

const facts = { botId: 'support-bot', botName: 'Support', cloud: 'global', userEmail: 'bot@contoso.com' } as const

describe('makeInstructions', () => {
  it('names the bot, the app, the mailbox and all five values', () => {
    const text = writeInstructions(makeInstructions(facts))
    expect(text).toContain('“Support”')
    expect(text).toContain('Unified Dashboard mail - Support (support-bot)')
    expect(text).toContain('bot@contoso.com')
    for (const { label, microsoftName } of prerequisites) expect(text).toContain(`${label}: “${microsoftName}”`)
  })

  it('says who can grant consent, and that grants add up', () => {
    const text = writeInstructions(makeInstructions(facts))
    expect(text).toContain('Privileged Role Administrator or Global Administrator')
    expect(text).toContain('add up')
  })

  it.each(['certificate', 'federated'] as const)(
    'asks for four values, and for the task after Submit, for the kind %s',
    (credentialKind) => {
      const text = writeInstructions(makeInstructions({ ...facts, credentialKind }))
      expect(text).toContain('four values')
      expect(text).not.toMatch(/five|Create a client secret|Client Secret Key/)
      expect(text).toContain(`After the values are submitted: ${registrationTasks[credentialKind].title}`)
    },
  )

  it('says that Entra reads documents from this server only for a federated credential', () => {
    const read = (credentialKind: CredentialKind) => writeInstructions(makeInstructions({ ...facts, credentialKind }))
    expect(read('federated')).toContain('/.well-known/jwks')
    for (const kind of ['client-secret', 'certificate'] as const)
      expect(read(kind)).toContain('Microsoft never connects to the server')
  })

  it('omits invalid values', () => {
    const text = writeInstructions(
      makeInstructions({ ...facts, clientId: 'javascript:alert(1)', tenantId: '../x', userEmail: 'x' }),
    )
    expect(text).not.toContain('javascript')
    expect(text).not.toContain('../x')
  })

  it.each([...hostileNames, ...refusedNames])('keeps %j on one line of its title', (botName) => {
    const { title } = makeInstructions({ ...facts, botName })
    expect(title).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u)
    expect(title.isWellFormed()).toBe(true)
    expect(title.length).toBeLessThan(200)
  })

  it.each(nationalCloudNames)('lists only the hosts of the cloud %s', (cloud) => {
    const { loginUrl, graphUrl } = nationalClouds[cloud]
    expect(listCalledHosts(cloud).map(({ host }) => `https://${host}`)).toEqual([loginUrl, graphUrl])
  })
})

describe('makeInstructionsMail', () => {
  it.each([...hostileNames, ...refusedNames, '🤖'.repeat(300)])(
    'is an address of at most 1,900 characters for %j',
    (botName) => {
      const mail = makeInstructionsMail(
        { ...facts, botName },
        { to: 'it@contoso.com', pageUrl: `https://x.example/${'y'.repeat(900)}` },
      )
      expect(mail.length).toBeLessThanOrEqual(1900)
      expect(mail).toMatch(/^mailto:it@contoso\.com\?subject=[^&\s]+&body=[^&\s]+$/)
    },
  )

  it('does not let an address or a name add recipients or headers', () => {
    expect(makeInstructionsMail(facts, { to: 'a@b.c?bcc=evil@x.y' })).toMatch(/^mailto:\?subject=/)
    expect(makeInstructionsMail({ ...facts, botName: 'x&bcc=evil@x.y\r\nBcc: z' })).not.toMatch(/&bcc=|\r|\n/)
  })

  it('asks not to send the secret by mail', () => {
    expect(decodeURIComponent(makeInstructionsMail(facts))).toContain('Do not send the client secret by mail or chat')
  })

  it.each(['certificate', 'federated'] as const)('asks for no secret for the kind %s', (credentialKind) => {
    const mail = decodeURIComponent(makeInstructionsMail({ ...facts, credentialKind }))
    expect(mail).toContain('four values')
    expect(mail).toContain('Do not create a client secret')
  })

  it('links to the page with all steps if there is one', () => {
    expect(decodeURIComponent(makeInstructionsMail(facts, { pageUrl: 'https://dash.example/x' }))).toContain(
      'https://dash.example/x',
    )
  })
})
