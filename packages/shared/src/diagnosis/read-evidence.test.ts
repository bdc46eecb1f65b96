import { describe, expect, it } from 'vitest'
import { readEvidence } from './read-evidence.ts'

const trace = '1f6a92a9-f3a8-4071-889a-6a2ea88d9500'
const correlation = '0d1a5c28-3487-4767-a690-9cc680689523'

describe('readEvidence', () => {
  it('reads a response of Entra', () => {
    const error_description = `AADSTS90002: Tenant 'x' not found. Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: 2026-02-11 11:40:29Z`
    const body = {
      error: 'invalid_request',
      error_description,
      trace_id: trace,
      correlation_id: correlation,
      timestamp: '2026-02-11 11:40:29Z',
    }
    expect(readEvidence({ status: 400, body })).toEqual({
      code: 'AADSTS90002',
      message: "AADSTS90002: Tenant 'x' not found.",
      status: 400,
      requestId: trace,
      correlationId: correlation,
      timestamp: '2026-02-11T11:40:29Z',
    })
  })

  it('reads the same from a log line', () => {
    const raw = `invalid_client: Error(s): 7000215 - Timestamp: 2026-02-11 11:40:29Z - Description: AADSTS7000215: Invalid. - Correlation ID: ${correlation} - Trace ID: ${trace}`
    expect(readEvidence({ body: undefined, raw })).toMatchObject({
      code: 'AADSTS7000215',
      requestId: trace,
      correlationId: correlation,
      timestamp: '2026-02-11T11:40:29Z',
    })
  })

  it('reads a response of Graph, whose time has no zone', () => {
    const innerError = { date: '2026-02-11T11:40:29', 'request-id': trace, 'client-request-id': correlation }
    expect(
      readEvidence({
        status: 403,
        body: { error: { code: 'ErrorAccessDenied', message: 'Access is denied.', innerError } },
      }),
    ).toEqual({
      code: 'ErrorAccessDenied',
      message: 'Access is denied.',
      status: 403,
      requestId: trace,
      correlationId: correlation,
      timestamp: '2026-02-11T11:40:29Z',
    })
  })

  it('falls back on headers in any case', () => {
    const headers = { 'Request-Id': trace, 'Client-Request-ID': correlation, Date: 'Wed, 11 Feb 2026 11:40:29 GMT' }
    expect(readEvidence({ status: 504, headers, body: '' })).toMatchObject({
      requestId: trace,
      correlationId: correlation,
      timestamp: '2026-02-11T11:40:29Z',
    })
  })

  it.each([
    ['The remote server returned an error: (403) Forbidden.', 403],
    ['AxiosError: Request failed with status code 413', 413],
    ['Status Code: TooManyRequests', 429],
    ['[429] Application is over its limit', 429],
    ['`POST https://x` resulted in a `401 Unauthorized` response', 401],
    ['550 5.1.1 user unknown', null],
  ])('finds the status in %j', (raw, status) => {
    expect(readEvidence({ body: undefined, raw }).status).toBe(status)
  })

  it('is null in every member if nothing is known', () => {
    const nothing = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }
    expect(readEvidence({ body: undefined })).toEqual(nothing)
    expect(readEvidence({ status: -1, body: null })).toEqual(nothing)
  })

  it('contains no NUL and no half of a surrogate pair, which PostgreSQL cannot read', () => {
    const messageOf = (message: string) => readEvidence({ body: { error: { message } } }).message
    expect(messageOf('Access \u0000 is \ud800 denied')).toBe('Access \ufffd is \ufffd denied')
    expect(readEvidence({ body: String.raw`"message":"one\u0000two\udfff"` }).message).toBe('one\ufffdtwo\ufffd')
    expect(messageOf(`${'a'.repeat(10)} ${'😀'.repeat(3_000)}`)?.isWellFormed()).toBe(true)
  })

  it('shortens a message that is too long to show', () => {
    expect(readEvidence({ body: { message: 'word '.repeat(5_000) } }).message?.length).toBeLessThanOrEqual(2_000)
  })
})
