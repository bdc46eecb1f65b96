import { describe, expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { getToken, sendMail } from '../testing/microsoft-client.ts'
import { microsoftLimits, RequestLimits } from './request-limits.ts'

const context = emulateMicrosoft({ sendMailTimeMs: 150 })

describe('the limits of a mailbox', () => {
  it('allow four requests at the same time and refuse the fifth with Retry-After', async () => {
    const token = await getToken(context.emulator)
    const responses = await Promise.all(Array.from({ length: 6 }, () => sendMail(context.emulator, { token })))
    expect(responses.filter(({ status }) => status === 202)).toHaveLength(4)
    const refused = responses.find(({ status }) => status === 429)
    expect(refused?.json.error).toEqual({
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
    })
    expect(refused?.headers['retry-after']).toBe('1')
    expect((await sendMail(context.emulator, { token })).status).toBe(202)
  })

  it('are counted separately for each mailbox', async () => {
    const token = await getToken(context.emulator)
    const users = [example.userId, example.otherUserId].flatMap((user) => [user, user, user, user])
    const responses = await Promise.all(users.map((user) => sendMail(context.emulator, { token, user })))
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([202]))
  })

  it('refuse the 10,001st request in ten minutes until the window has passed, and count refused requests', () => {
    const limits = new RequestLimits(microsoftLimits)
    const admit = (atMs: number) => {
      const admission = limits.admit('lane', 100, atMs)
      if (admission.admitted) admission.release()
      return admission
    }
    for (let count = 0; count < 10_000; count++) expect(admit(0).admitted).toBe(true)
    expect(admit(1000)).toEqual({ admitted: false, error: 'tooManyRequests', retryAfterSeconds: 599 })
    expect(admit(600_000).admitted).toBe(true)
  })

  it('refuse more than 150 MB in five minutes', () => {
    const limits = new RequestLimits(microsoftLimits)
    const admit = (atMs: number) => limits.admit('lane', 80_000_000, atMs)
    expect(admit(0).admitted).toBe(true)
    expect(admit(1000)).toMatchObject({ admitted: false, error: 'incomingBytesLimit' })
    expect(admit(301_000).admitted).toBe(true)
  })

  it('can be imposed for some seconds by the control API', async () => {
    const { emulator } = context
    emulator.control.throttleFor({ seconds: 30 })
    const response = await sendMail(emulator)
    expect([response.status, Number(response.headers['retry-after'])]).toEqual([429, expect.closeTo(30, -1)])
    emulator.control.advanceClock({ seconds: 31 })
    expect((await sendMail(emulator)).status).toBe(202)
  })
})
