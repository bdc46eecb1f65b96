import { describe, expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { getToken, sendMail } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()
const { clientId, exchangeOnlyClientId } = example
const denied = 'Access is denied. Check credentials and try again.'
const blocked = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.'

async function send(options: Parameters<typeof sendMail>[1] = {}): Promise<[number, string | undefined]> {
  const { status, json } = await sendMail(context.emulator, options)
  return [status, json.error?.message]
}

describe("Entra's consent", () => {
  it('applies as it was when the token was issued', async () => {
    const { emulator } = context
    const before = await getToken(emulator)
    emulator.control.takeConsent({ clientId })
    expect(await send({ token: before })).toEqual([202, undefined])
    expect(await send()).toEqual([403, denied])
    emulator.control.giveConsent({ clientId })
    expect(await send()).toEqual([202, undefined])
  })

  it('does not include delegated permissions', async () => {
    const token = await getToken(context.emulator, { client_id: example.delegatedOnlyClientId })
    expect(await send({ token })).toEqual([403, denied])
  })
})

describe("Exchange's grant", () => {
  it('lets a token without roles send, but only from the mailboxes in scope', async () => {
    const token = await getToken(context.emulator, { client_id: exchangeOnlyClientId })
    expect(await send({ token })).toEqual([202, undefined])
    expect(await send({ token, user: example.otherUserId })).toEqual([403, denied])
  })

  it('and a leftover consent are a union', async () => {
    context.emulator.control.giveConsent({ clientId: exchangeOnlyClientId })
    const token = await getToken(context.emulator, { client_id: exchangeOnlyClientId })
    expect(await send({ token, user: example.otherUserId })).toEqual([202, undefined])
  })

  it('is not narrowed by an access policy', async () => {
    const { emulator } = context
    emulator.control.blockMailboxByPolicy({ mailbox: example.userId })
    expect(await send({ token: await getToken(emulator, { client_id: exchangeOnlyClientId }) })).toEqual([
      202,
      undefined,
    ])
    expect(await send()).toEqual([403, blocked])
  })

  it('takes effect after a delay and ends when it is revoked', async () => {
    const { emulator } = context
    const token = await getToken(emulator, { client_id: example.unconsentedClientId })
    emulator.control.grantInExchange({
      clientId: example.unconsentedClientId,
      mailboxes: [example.userEmail],
      afterSeconds: 1800,
    })
    expect(await send({ token })).toEqual([403, denied])
    emulator.control.advanceClock({ seconds: 1801 })
    expect(await send({ token })).toEqual([202, undefined])
    emulator.control.revokeInExchange({ clientId: example.unconsentedClientId })
    expect(await send({ token })).toEqual([403, denied])
  })

  it('of another role does not allow sending', async () => {
    for (const grant of context.emulator.directory.exchangeGrants) grant.role = 'Application Mail.ReadWrite'
    const token = await getToken(context.emulator, { client_id: exchangeOnlyClientId })
    expect(await send({ token })).toEqual([403, denied])
  })
})

describe('an access policy', () => {
  it('restricts the consent to the members of its group', async () => {
    context.emulator.control.restrictToScope({ clientId, scopeId: example.botGroupId })
    expect(await send()).toEqual([202, undefined])
    expect(await send({ user: example.otherUserId })).toEqual([403, blocked])
    context.emulator.control.removeAccessPolicies({ clientId })
    expect(await send({ user: example.otherUserId })).toEqual([202, undefined])
  })

  it('covers the members of nested groups', async () => {
    const { emulator } = context
    const outer = {
      tenantId: example.tenantId,
      groupId: 'outer',
      address: 'outer@contoso.example',
      kind: 'mailEnabledSecurity' as const,
    }
    emulator.directory.groups.push({ ...outer, memberIds: [example.botGroupId] })
    emulator.control.restrictToScope({ clientId, scopeId: 'outer' })
    expect(await send()).toEqual([202, undefined])
  })

  it('that denies wins over one that restricts', async () => {
    context.emulator.control.restrictToScope({ clientId, scopeId: example.botGroupId })
    context.emulator.control.blockMailboxByPolicy({ mailbox: example.userId })
    expect(await send()).toEqual([403, blocked])
    context.emulator.control.unblockMailboxByPolicy({ mailbox: example.userId })
    expect(await send()).toEqual([202, undefined])
  })

  it('is in force only after its delay', async () => {
    const { emulator } = context
    emulator.control.restrictToScope({ clientId, scopeId: example.botGroupId, afterSeconds: 3600 })
    expect(await send({ user: example.otherUserId })).toEqual([202, undefined])
    emulator.control.advanceClock({ seconds: 3601 })
    expect(await send({ user: example.otherUserId })).toEqual([403, blocked])
  })

  it('cannot have a shared mailbox as its scope', () => {
    const { control } = context.emulator
    expect(() => control.restrictToScope({ clientId, scopeId: example.sharedUserId })).toThrow(
      /mail-enabled security group/,
    )
  })
})

it("the organization's EWS policy refuses by user agent, with its own text", async () => {
  const { emulator } = context
  for (const tenant of emulator.directory.tenants) {
    tenant.ewsApplicationAccessPolicy = { kind: 'EnforceAllowList', userAgents: ['good/*'] }
  }
  expect(await send()).toEqual([403, 'Access to OData is disabled.'])
  expect(await send({ headers: { 'user-agent': 'Good/1.0' } })).toEqual([202, undefined])
})

it('a message without recipients distinguishes a reachable mailbox from an unreachable one, and sends nothing', async () => {
  const { emulator } = context
  const message = { toRecipients: [] }
  emulator.control.restrictToScope({ clientId, scopeId: example.botGroupId })
  expect((await sendMail(emulator, { message })).json.error.code).toBe('ErrorInvalidRecipients')
  expect(await send({ message, user: example.otherUserId })).toEqual([403, blocked])
  const token = await getToken(emulator, { client_id: exchangeOnlyClientId })
  expect((await sendMail(emulator, { token, message })).status).toBe(400)
  expect(await send({ token, message, user: example.otherUserId })).toEqual([403, denied])
  expect(emulator.sentMail()).toEqual([])
})
