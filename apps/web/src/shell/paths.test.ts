import { describe, expect, it } from 'vitest'
import { readNextPath, samePageOfBot } from './paths.ts'

describe('readNextPath', () => {
  it('follows a path of this application', () => {
    expect(readNextPath('/bots/a/messages?state=failed')).toBe('/bots/a/messages?state=failed')
  })
  it.each([null, '', 'https://example.com', '//example.com', '/\\example.com', '/\t/example.com', 'bots'])(
    'does not follow %s',
    (next) => {
      expect(readNextPath(next)).toBe('/bots')
    },
  )
})

describe('samePageOfBot', () => {
  it('keeps the page', () => {
    expect(samePageOfBot('/bots/a/settings/email', 'b')).toBe('/bots/b/settings/email')
  })
  it('goes from a message to the messages of the other bot', () => {
    expect(samePageOfBot('/bots/a/messages/4711', 'b')).toBe('/bots/b/messages')
  })
  it('goes to the setup from a page that belongs to no bot', () => {
    expect(samePageOfBot('/bots', 'b')).toBe('/bots/b/settings/email/office365')
  })
})
