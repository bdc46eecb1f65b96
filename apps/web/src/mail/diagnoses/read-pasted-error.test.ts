import { describe, expect, it } from 'vitest'
import { readPastedError } from './read-pasted-error.ts'

describe('readPastedError', () => {
  it('sends a part of a log as it was pasted', () => {
    expect(readPastedError('  AADSTS7000222: expired')).toEqual({ raw: '  AADSTS7000222: expired' })
  })
  it('splits a logged response into its parts', () => {
    const text = JSON.stringify({
      statusCode: 403,
      headers: { 'request-id': 'r1', 'x-times': 3 },
      body: { error: { code: 'ErrorAccessDenied' } },
    })
    expect(readPastedError(text)).toEqual({
      status: 403,
      headers: { 'request-id': 'r1' },
      body: { error: { code: 'ErrorAccessDenied' } },
      raw: text,
    })
  })
  it('leaves out an invalid status and invalid headers', () => {
    const text = '{"status":"failed","headers":["a"],"body":"denied"}'
    expect(readPastedError(text)).toEqual({ status: null, headers: null, body: 'denied', raw: text })
  })
  it.each(['{"error":{"code":"x"}}', '[{"body":1}]', '{"body":', '403'])('leaves %s to the server', (text) => {
    expect(readPastedError(text)).toEqual({ raw: text })
  })
})
