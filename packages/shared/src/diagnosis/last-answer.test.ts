import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'

const graph = (code: string, message: string) =>
  JSON.stringify({
    error: {
      code,
      message,
      innerError: { 'request-id': '02403262-4063-455c-9c8f-54f442b31343', date: '2026-11-20T10:00:00' },
    },
  })
const entra = (number: number, words: string) =>
  JSON.stringify({ error: 'invalid_client', error_description: `AADSTS${number}: ${words}`, error_codes: [number] })

const denied = graph('ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
const throttled = graph('ApplicationThrottled', 'Application is over its MailboxConcurrency limit.')
const wrongSecret = entra(7000215, 'Invalid client secret provided.')
const oldSecret = entra(7000222, 'The provided client secret keys are expired.')
const sent = 'HTTP/1.1 202 Accepted'

const causeOf = (...lines: readonly string[]) => diagnose({ stage: null, status: null, raw: lines.join('\n') }).cause

describe('a log with several responses', () => {
  it.each([
    ['two responses of Entra', [`10:00 ${wrongSecret}`, `10:05 ${oldSecret}`], 'secret_expired'],
    ['the same two in the other order', [`10:00 ${oldSecret}`, `10:05 ${wrongSecret}`], 'secret_invalid'],
    ['a sign-in that failed before Graph was asked', [wrongSecret, 'token ok', denied], 'permission_missing'],
    ['a refusal after a pause', [`1: 429 ${throttled}`, `2: 403 ${denied}`], 'permission_missing'],
    ['a pause after a refusal', [`1: 403 ${denied}`, `2: 429 ${throttled}`], 'graph_throttled'],
    ['a second attempt that was accepted', [`1: HTTP/1.1 429 ${throttled}`, `2: ${sent}`], 'accepted'],
    [
      'a message that was accepted before another failed',
      [sent, `HTTP/1.1 403 Forbidden ${denied}`],
      'permission_missing',
    ],
  ])('follows the last one: %s', (_name, lines, cause) => {
    expect(causeOf(...lines)).toBe(cause)
  })

  it('does not divide one response at the codes inside it', () => {
    const inner = '{"error":{"code":"ErrorSendAsDenied","message":"No.","innerError":{"code":"ErrorInvalidUser"}}}'
    expect(causeOf(inner)).toBe('send_as_denied')
  })
})

describe('a bare status', () => {
  it.each([
    '401',
    'HTTP 403 Forbidden',
    '404 page not found',
    '503 Service Temporarily Unavailable',
    '413 Payload Too Large',
    'Error 401',
    '405 Method Not Allowed',
  ])('asks for the whole response: %s', (raw) => {
    expect(diagnose({ stage: null, status: null, raw })).toMatchObject({
      cause: 'unclear',
      owner: 'unknown',
      detail: { kind: 'status-only' },
    })
  })
})
