import { describe, expect, it } from 'vitest'
import { powerShellLiteral } from './script-literal.ts'
import { nameFederatedCredential, nameSetup } from './setup-names.ts'
import { exampleFederation } from './testing/example-credentials.ts'
import { hostileNames, refusedNames } from './testing/hostile-names.ts'

describe('nameSetup', () => {
  it('includes the name and the ID of the bot in the name of the app', () => {
    expect(nameSetup({ botId: 'support-bot', botName: 'Support' }).appName).toBe(
      'Unified Dashboard mail - Support (support-bot)',
    )
  })

  it('omits a name that no script can contain, and says why', () => {
    const names = nameSetup({ botId: 'ada', botName: 'Ada\u2019s bot' })
    expect(names.appName).toBe('Unified Dashboard mail (ada)')
    expect(names.nameLeftOut).toContain('typographic')
  })

  it.each([...hostileNames, ...refusedNames])('makes names that scripts can contain from %j', (botName) => {
    const { nameLeftOut: _, ...names } = nameSetup({ botId: 'a', botName })
    for (const name of Object.values(names)) expect(powerShellLiteral(name)).toHaveProperty('literal')
  })

  it('keeps names of Exchange Online within 64 characters and unique for long IDs', () => {
    const one = nameSetup({ botId: `${'a'.repeat(62)}1`, botName: '' })
    const other = nameSetup({ botId: `${'a'.repeat(62)}2`, botName: '' })
    for (const name of [one.scopeName, one.roleAssignmentName, one.groupName])
      expect(name.length).toBeLessThanOrEqual(64)
    expect(one.scopeName).not.toBe(other.scopeName)
  })
})

describe('nameFederatedCredential', () => {
  it('fits in Entra, and is another one for other values', () => {
    const name = nameFederatedCredential('b'.repeat(63), exampleFederation)
    expect(name).toMatch(/^[A-Za-z0-9-]{3,120}$/)
    const subject = 'bot:another'
    expect(nameFederatedCredential('b'.repeat(63), { ...exampleFederation, subject })).not.toBe(name)
  })
})
