import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mail, type SendingBot, type SendingServer, startSendingServer } from '../../testing/start-sending-server.ts'
import { problemOf } from '../../testing/test-client.ts'

let server: SendingServer
let bot: SendingBot

beforeAll(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
})
afterAll(() => server.close())
beforeEach(() => server.emulator.reset())

const send = (message: object) => bot.service.post(bot.messages, message)

/** Sends a message and returns what the emulator received. */
async function receive(message: object) {
  const answer = await send(message)
  expect([answer.status, answer.body.errors]).toEqual([202, undefined])
  const [received] = server.emulator.sentMail().slice(-1)
  if (!received) throw new Error('nothing was received')
  return received
}

/** Like `receive`, for a message that is sent as MIME. Checks the octets themselves, without a parser. */
async function receiveMime(message: object) {
  const received = await receive(message)
  expect(received.format).toBe('mime')
  const mime = received.mime ?? ''
  expect(mime).toMatch(/^[\r\n\t\f -~]+$/)
  expect(mime.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  const lines = mime.split('\r\n')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998)
  for (const [word] of mime.matchAll(/=\?utf-8\?[bq]\?[^?]*\?=/gi)) expect(word.length).toBeLessThanOrEqual(75)
  return { ...received, mime, head: mime.slice(0, mime.indexOf('\r\n\r\n') + 2) }
}

/** The unfolded value of a header of the message itself, before any decoding. */
function headerOf({ head }: { head: string }, name: string): string[] {
  const unfolded = head.replace(/\r\n(?=[ \t])/g, '')
  return [...unfolded.matchAll(new RegExp(`^${name}: ?(.*)\\r$`, 'gim'))].map(([, value]) => value?.trim() ?? '')
}

/** Without the last line break, which a part without a container cannot do without. */
const normalize = (text?: string) => text?.replace(/\r\n?/g, '\n').replace(/\n$/, '')

const html = '<p>It is on its way.</p>'
const both = (changes: object = {}) => mail({ html, ...changes })
const file = { filename: 'a.txt', contentType: 'text/plain', content: 'YWJj' }

describe('a body', () => {
  it.each([
    ['line feeds', 'one\ntwo\n\nthree'],
    ['carriage returns', 'one\rtwo\r\rthree'],
    ['both, mixed', 'one\r\ntwo\nthree\rfour\n\rfive'],
    ['line feeds and letters that are not ASCII', 'eins\nzwei ä ö ü\ndrei'],
    ['line feeds and another script', '你好\n再见\n谢谢谢谢谢谢'],
  ])('with %s has only CRLF, also after decoding', async (_name, text) => {
    const message = await receiveMime(both({ text, html: `<pre>${text}</pre>` }))
    const [, ...parts] = message.mime.split(/\r\n--[^\r]*\r\n/)
    const decoded = parts.slice(0, 2).map((part) => {
      const [head = '', body = ''] = part.split('\r\n\r\n', 2)
      return head.includes('base64') ? Buffer.from(body, 'base64').toString() : body
    })
    for (const body of decoded) expect(body.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    const plain = text.replace(/\r\n?/g, '\n')
    expect(normalize(message.text)).toBe(plain)
    expect(normalize(message.html)).toBe(`<pre>${plain}</pre>`)
  })

  it.each([
    ['a line of 5,000 characters', 'x'.repeat(5_000)],
    ['a line of 5,000 letters that are not ASCII', 'ä'.repeat(5_000)],
    ['200,000 characters without a line break', 'word '.repeat(40_000)],
    ['lines that consist of a dot, or begin with one', '.\n..\n.dot\n.'],
    ['a line that looks like a boundary', '--_NmP-1\n--\nFrom me'],
    ['spaces at the end of lines', 'one  \ntwo\t\nthree  '],
    ['equals signs', 'a=3D=\n=?utf-8?q?x?='],
  ])('with %s arrives unchanged', async (_name, text) => {
    const message = await receiveMime(both({ text }))
    expect(message.text?.replace(/\n$/, '')).toBe(text)
    expect(message.html?.trim()).toBe(html)
  })

  it.each([
    ['html and an empty text', mail({ text: '', html }), { html }, ['text']],
    ['text and an empty html', mail({ html: '' }), { text: 'It is on its way.' }, ['html']],
    ['only an empty text', mail({ text: '' }), { text: '' }, ['html']],
    ['only an empty html', { to: ['ada@example.com'], subject: 'x', html: '' }, { text: '' }, ['html']],
    ['two empty bodies', mail({ text: '', html: '' }), { text: '' }, ['html']],
  ])('that is empty is as good as none: %s', async (_name, message, expected, missing) => {
    const received = await receive({ ...message, saveToSentItems: false })
    expect(received).toMatchObject({ format: 'json', saveToSentItems: false, ...expected })
    for (const name of missing) expect(received).not.toHaveProperty(name)
  })
})

describe('an attachment of a message that is sent as MIME', () => {
  it.each([
    ['an email', 'message/rfc822', 'mail.eml', 'From: a@example.com\nSubject: inner\n\nä text\n'],
    ['a part of an email', 'message/partial', 'part.eml', 'x'.repeat(2_000)],
    ['a container', 'multipart/mixed', 'mail.mht', '--x\n\ny\n--x--'],
    ['a container in capital letters', 'MULTIPART/Related', 'mail.mht', '--x\n\ny\n--x--'],
    ['text with bare line breaks and long lines', 'text/plain', 'log.txt', `a\nb\rc\n${'x'.repeat(3_000)}`],
    ['a calendar entry', 'text/calendar', 'invite.ics', 'BEGIN:VCALENDAR\nEND:VCALENDAR\n'],
    ['html', 'text/html', 'page.html', '<p>\n</p>'],
    ['an empty file', 'application/pdf', 'empty.pdf', ''],
  ])('stays a file, byte by byte: %s', async (_name, contentType, filename, text) => {
    const content = Buffer.from(text).toString('base64')
    const message = await receiveMime(both({ attachments: [{ filename, contentType, content }] }))
    expect(message.attachments).toMatchObject([{ name: filename, contentBase64: content, isInline: false }])
    expect(message.mime).toMatch(/^Content-Disposition: attachment;/m)
    expect(message.mime).not.toMatch(/^Content-Type: (message|multipart\/related)/im)
    expect(message.text?.trim()).toBe('It is on its way.')
  })

  it.each([
    ['letters that are not ASCII', 'Übersicht 你好 🎉.pdf'],
    ['255 characters', `${'a'.repeat(251)}.pdf`],
    ['255 letters that are not ASCII', `${'ü'.repeat(251)}.pdf`],
    ['many spaces and words', `${'a long  name '.repeat(18)}.pdf`],
    ['quotation marks, semicolons and an apostrophe', `"a"; filename=b'c.pdf`],
    ['percent signs and stars', `utf-8''%41*0*=.pdf`],
    ['only a dot', '.'],
  ])('keeps a name with %s', async (_name, filename) => {
    const message = await receiveMime(both({ attachments: [{ ...file, filename }, file] }))
    expect(message.attachments.map(({ name }) => name)).toEqual([filename, 'a.txt'])
  })

  it('is inline only with a content ID, whatever its type', async () => {
    const attachments = [
      { ...file, filename: 'a.pdf', contentType: 'application/pdf', contentId: 'one' },
      { ...file, filename: 'b.png', contentType: 'image/png' },
    ]
    const message = await receiveMime(both({ html: '<img src="cid:one">', attachments }))
    expect(message.attachments.map(({ name, isInline }) => [name, isInline])).toEqual([
      ['a.pdf', true],
      ['b.png', false],
    ])
    expect(message.mime).toMatch(/^Content-Disposition: inline;\s+filename=a\.pdf/m)
  })
})

describe('the headers of a message that is sent as MIME', () => {
  it.each([
    ['998 characters without a space', 'x'.repeat(998)],
    ['998 letters that are not ASCII', 'ü'.repeat(998)],
    ['400 emoji', '🎉'.repeat(400)],
    ['many words', 'word '.repeat(190).trim()],
    ['quotation marks and colons', 'Re: "a": b <c@example.com>, (d)'],
    ['something like an encoded word', 'see =?utf-8?Q?=41?= and =?x'],
    ['many spaces in a row', `a${' '.repeat(300)}b`],
    ['spaces at both ends', '  a b '],
    ['nothing', ''],
  ])('keep a subject with %s', async (_name, subject) => {
    expect((await receiveMime(both({ subject }))).subject).toBe(subject)
  })

  it.each([
    ['a comma', 'Lovelace, Ada'],
    ['quotation marks and a backslash', 'Ada "the \\ first" Lovelace'],
    ['brackets, like an address', 'Ada <other@example.com>'],
    ['letters that are not ASCII', 'Zoë Łukasz, 李 🎉'],
    ['256 letters that are not ASCII', 'ü'.repeat(256)],
    ['256 characters', 'a'.repeat(256)],
    ['a colon and a semicolon', 'Team: a@example.com;'],
  ])('keep a display name with %s', async (_name, name) => {
    const person = { name, address: 'ada@example.com' }
    const message = await receiveMime(both({ to: [person], cc: [person], replyTo: [person] }))
    expect([message.to, message.cc, message.replyTo]).toEqual([[person], [person], [person]])
  })

  it('fold 500 recipients, and keep the domains of other scripts as A-labels', async () => {
    const to = Array.from({ length: 499 }, (_, n) => ({ name: `Person ${n}`, address: `person${n}@example.com` }))
    const message = await receiveMime(both({ to: [...to, 'ada@bücher.example'] }))
    expect(message.to).toEqual([...to, { address: 'ada@xn--bcher-kva.example' }])
    for (const line of message.head.split('\r\n')) expect(line.length).toBeLessThanOrEqual(120)
  })

  it('refuse an address that is not ASCII before the @, which JSON passes on', async () => {
    const lists = { to: ['a@example.com', 'jörg@example.com'], bcc: [{ name: 'B', address: '李@example.com' }] }
    expect(problemOf(await send(both(lists)))).toEqual({
      status: 422,
      slug: 'invalid-request',
      pointers: ['/to/1', '/bcc/0'],
    })
    expect((await receive(mail(lists))).to).toContainEqual({ address: 'jörg@example.com' })
  })

  it('keep a custom header as it is, in either encoding', async () => {
    const headers = {
      'X-Json': '{"a": "b, c"; d=1}',
      'x-long': 'x'.repeat(900),
      'x-words': 'word '.repeat(170).trim(),
      'x-spaces': `a${' '.repeat(300)}b`,
      [`x-${'n'.repeat(90)}`]: `a  ${'y'.repeat(890)}`,
    }
    const asMime = await receiveMime(both({ headers }))
    for (const [name, value] of Object.entries(headers)) expect(headerOf(asMime, name)).toEqual([value])
    const asJson = await receive(mail({ headers }))
    expect(asJson.headers).toEqual(Object.entries(headers).map(([name, value]) => ({ name, value })))
  })

  it('may be empty, in either encoding', async () => {
    const headers = { 'x-empty': '', 'x-blank': '   ', 'x-kind': ' a ' }
    const received = [
      { name: 'x-empty', value: '' },
      { name: 'x-blank', value: '' },
      { name: 'x-kind', value: 'a' },
    ]
    const asMime = await receiveMime(both({ headers }))
    expect(Object.keys(headers).map((name) => headerOf(asMime, name))).toEqual([[''], [''], ['a']])
    expect((await receive(mail({ headers }))).headers).toEqual(received)
  })
})

describe('a header that does not begin with x-', () => {
  const headers = {
    'In-Reply-To': '<1234.abc@example.com>',
    references: Array.from({ length: 60 }, (_, n) => `<${n}.${'i'.repeat(60)}@mail.example.com>`).join(' '),
    'List-Unsubscribe': '<https://example.com/unsubscribe?id=1,2>, <mailto:leave@example.com?subject=leave>',
    'LIST-UNSUBSCRIBE-POST': 'List-Unsubscribe=One-Click',
    'List-Id': 'News <news.example.com>',
    'Auto-Submitted': 'auto-generated',
    Precedence: 'bulk',
    'Feedback-ID': 'campaign:customer:mail:example',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  }

  it.each([
    ['text', mail(), { text: 'It is on its way.' }],
    ['html', mail({ text: undefined, html }), { html }],
    ['neither', mail({ text: '' }), { text: '' }],
  ])('makes a message with only %s MIME, and arrives as it was given', async (_name, message, body) => {
    const received = await receiveMime({ ...message, headers, attachments: [file] })
    for (const [name, value] of Object.entries(headers)) expect(headerOf(received, name)).toEqual([value])
    const trimmed = { text: received.text?.trim(), html: received.html?.trim() }
    expect(trimmed).toEqual({ text: undefined, html: undefined, ...body })
    expect(received.attachments).toMatchObject([{ name: 'a.txt', contentBase64: 'YWJj' }])
  })

  it('does not count as one of the five custom headers', async () => {
    const custom = Object.fromEntries([1, 2, 3, 4].map((n) => [`x-${n}`, 'a']))
    await receiveMime(mail({ headers: { ...headers, ...custom } }))
    const six = { ...headers, ...custom, 'x-5': 'a' }
    expect(problemOf(await send(mail({ headers: six })))).toMatchObject({ status: 422, pointers: ['/headers'] })
  })

  it('cannot be combined with saveToSentItems false', async () => {
    const answer = await send(mail({ headers: { References: '<a@example.com>' }, saveToSentItems: false }))
    expect(problemOf(answer)).toMatchObject({ status: 422, pointers: ['/saveToSentItems'] })
    expect(answer.body.errors[0].detail).toMatch(/headers that do not begin with x-.*MIME/)
    expect((await receive(mail({ headers: { 'x-a': 'b' }, saveToSentItems: false }))).format).toBe('json')
  })

  const oneClick = { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
  it.each([
    ['of the message itself', { From: 'a@example.com' }],
    ['of the message itself, in capital letters', { SUBJECT: 'b' }],
    ['that the server sets', { 'Message-ID': '<a@example.com>' }],
    ['of MIME', { 'Content-Type': 'text/plain' }],
    ['that is not in the list', { 'Return-Path': '<a@example.com>' }],
    ['a message ID without brackets', { 'In-Reply-To': 'a@example.com' }],
    ['message IDs without a space', { References: '<a@example.com><b@example.com>' }],
    ['a message ID that does not fit on a line', { References: `<${'a'.repeat(990)}@example.com>` }],
    ['a link without brackets', { 'List-Unsubscribe': 'https://example.com' }],
    ['a script as link', { 'List-Unsubscribe': '<javascript:alert(1)>' }],
    ['one-click without a link', oneClick],
    ['one-click with only a mailto link', { 'List-Unsubscribe': '<mailto:a@example.com>', ...oneClick }],
    ['another kind of one-click', { 'List-Unsubscribe': '<https://example.com>', 'List-Unsubscribe-Post': 'yes' }],
    ['another word in Auto-Submitted', { 'Auto-Submitted': 'yes' }],
    ['an empty value', { References: '' }],
    ['a line break', { 'In-Reply-To': '<a@example.com>\r\nBcc: b@example.com' }],
    ['a value that is not ASCII', { 'x-a': 'ä' }],
    ['a value of 901 characters', { 'x-a': 'a'.repeat(901) }],
    ['the name of the prototype', JSON.parse('{"x-a": "1", "__proto__": "2"}')],
    ['an ID with spaces', { 'Feedback-ID': 'a b' }],
    ['a name with a colon', { 'x-a: b\r\nBcc': 'c@example.com' }],
    ['two spellings of one custom header', { 'x-a': '1', 'X-A': '2' }],
    ['two spellings of one header', { 'in-reply-to': '<a@example.com>', 'In-Reply-To': '<a@example.com>' }],
  ])('is refused: %s', async (reason, wrong) => {
    const answer = await send(mail({ headers: wrong }))
    // A name that is not known may be a secret.
    const pointers = [/colon|prototype/.test(reason) ? '/headers' : `/headers/${Object.keys(wrong).at(-1)}`]
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers })
    expect(answer.body.errors[0].detail).toMatch(/\.$/)
    expect(server.emulator.sentMail()).toEqual([])
  })

  it('is refused with the character that it cannot have', async () => {
    const answer = await send(mail({ headers: { 'X-A': 'a\u2028b' } }))
    expect(answer.body.errors[0].detail).toContain('U+2028 at position 2')
  })
})

describe('receipts', () => {
  it.each(['json', 'mime'] as const)('are requested in %s', async (format) => {
    const message = format === 'mime' ? both() : mail()
    const read = { isReadReceiptRequested: true, isDeliveryReceiptRequested: false }
    const delivered = { isReadReceiptRequested: false, isDeliveryReceiptRequested: true }
    expect(await receive({ ...message, readReceipt: true })).toMatchObject({ format, ...read })
    expect(await receive({ ...message, deliveryReceipt: true })).toMatchObject({ format, ...delivered })
    expect(await receive({ ...message, readReceipt: false, deliveryReceipt: false })).toMatchObject({
      isReadReceiptRequested: false,
      isDeliveryReceiptRequested: false,
    })
  })

  it('go to User Email', async () => {
    const message = await receiveMime(both({ readReceipt: true, deliveryReceipt: true }))
    expect(headerOf(message, 'Disposition-Notification-To')).toEqual(['<bot@contoso.example>'])
    expect(headerOf(message, 'Return-Receipt-To')).toEqual(['<bot@contoso.example>'])
  })
})

describe('every message', () => {
  const line = fc
    .string({ unit: 'binary', maxLength: 200 })
    .map((text) => text.replace(/[\p{Cc}\p{Noncharacter_Code_Point}\u2028\u2029]/gu, ''))
  const words = fc.oneof(line, fc.string({ maxLength: 250 }), fc.constantFrom('=?utf-8?B?w6Q=?=', 'a"b', "it's; x=1"))
  const body = fc
    .array(
      fc.tuple(fc.oneof(words, fc.constant('.'), fc.constant('x'.repeat(1_200))), fc.constantFrom('\n', '\r', '\r\n')),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((lines) => `a${lines.flat().join('')}b`)
  // The parser decodes encoded words where RFC 2047 does not allow them: in quoted and in encoded parameters.
  const unlikeEncodedWord = words.filter((text) => !text.includes('=?'))
  const filename = unlikeEncodedWord
    .map((name) => name.replace(/[\\/\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim())
    .filter((name) => name !== '')
  const attachment = fc.record({
    filename,
    contentType: fc.constantFrom('application/pdf', 'text/plain', 'message/rfc822', 'multipart/mixed', 'image/png'),
    content: fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  })
  const person = fc.record({
    name: unlikeEncodedWord.map((name) => name.replace(/ +/g, ' ').trim()),
    address: fc.nat().map((n) => `person${n}@example.com`),
  })
  const people = fc.array(person, { maxLength: 5 })
  const message = fc.record({
    to: fc.array(person, { minLength: 1, maxLength: 5 }),
    cc: people,
    bcc: people,
    replyTo: people,
    subject: words,
    text: body,
    html: body,
    attachments: fc.array(attachment, { maxLength: 4 }),
  })

  it('is the same in JSON and in MIME, and keeps to the rules of MIME', async () => {
    const common = ({ to, cc, bcc, replyTo, subject, attachments }: Awaited<ReturnType<typeof receive>>) => ({
      ...{ to, cc, bcc, replyTo, subject },
      attachments: attachments.map(({ name, contentBase64, isInline }) => ({ name, contentBase64, isInline })),
    })
    await fc.assert(
      fc.asyncProperty(message, async ({ html: second, ...rest }) => {
        const asMime = await receiveMime({ ...rest, html: second })
        expect(normalize(asMime.text)).toBe(normalize(rest.text))
        expect(normalize(asMime.html)).toBe(normalize(second))
        expect(common(asMime)).toEqual(common(await receive(rest)))
      }),
      { numRuns: 150 },
    )
  }, 60_000)
})
