import { describe, expect, it } from 'vitest'
import { type GraphErrorRow, graphErrors, isGraphErrorName } from '../errors/graph-errors.ts'
import { isTokenErrorCode, type TokenErrorRow, tokenErrors } from '../errors/token-errors.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { requestToken, sendMail } from '../testing/microsoft-client.ts'
import { seenGraphErrors, seenTokenErrors } from './seen-errors.ts'

const context = emulateMicrosoft()
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

describe('every error that the login can return', () => {
  const codes = Object.keys(tokenErrors).map(Number).filter(isTokenErrorCode)
  it.each(codes)('AADSTS%i was seen or is documented, in that form', async (code) => {
    const row: TokenErrorRow = tokenErrors[code]
    const seen = seenTokenErrors.find((response) => response.code === code)
    expect(seen, `AADSTS${code} is in no source`).toBeDefined()
    expect(row.source).not.toBe('')
    expect(row.assumed?.includes('status') || seen?.status === row.status, 'status').toBe(true)
    expect(row.assumed?.includes('error') || seen?.error === row.error, 'error').toBe(true)

    context.emulator.failNext({ on: 'token', kind: 'microsoft-error', error: code })
    const { status, headers, json } = await requestToken(context.emulator)

    expect(status).toBe(row.status)
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(headers['x-ms-request-id']).toBe(json.trace_id)
    expect(json).toMatchObject({ error: row.error, error_codes: [code] })
    expect(json.trace_id).toMatch(guid)
    expect(json.correlation_id).toMatch(guid)
    expect(json.timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/)
    expect(json.error_description).toMatch(
      new RegExp(`^AADSTS${code}: .+ Trace ID: \\S+ Correlation ID: \\S+ Timestamp: .+Z$`),
    )
    expect(json.error_uri).toBe(`https://login.microsoftonline.com/error?code=${code}`)
  })
})

describe('every error that Graph can return', () => {
  it.each(Object.keys(graphErrors).filter(isGraphErrorName))(
    '%s was seen or is documented, in that form',
    async (name) => {
      const row: GraphErrorRow = graphErrors[name]
      const fits = seenGraphErrors.some(
        ({ status, code, beginsWith }) =>
          code === row.code &&
          (status === row.status || (row.assumed?.includes('status') ?? false)) &&
          ((beginsWith !== undefined && row.message.startsWith(beginsWith)) ||
            (beginsWith === undefined && (row.assumed?.includes('message') ?? true)) ||
            code === 'RequestBodyRead' ||
            code === 'MailboxInfoStale'),
      )
      expect(fits || (row.assumed?.includes('code') ?? false), `${row.status} ${row.code} is in no source`).toBe(true)
      expect(row.source).not.toBe('')

      context.emulator.failNext({ on: 'sendMail', kind: 'microsoft-error', error: name })
      const { status, headers, json } = await sendMail(context.emulator)

      expect(status).toBe(row.status)
      expect(headers['content-type']).toBe('application/json')
      expect(headers['request-id']).toMatch(guid)
      expect(headers['x-ms-ags-diagnostic']).toContain('ServerInfo')
      expect(json.error.code).toBe(row.code)
      expect(typeof json.error.message).toBe('string')
      if (row.withoutInnerError) return
      expect(json.error.innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
      expect(json.error.innerError['request-id']).toBe(headers['request-id'])
      expect(json.error.innerError['client-request-id']).toBe(headers['client-request-id'])
    },
  )
})
