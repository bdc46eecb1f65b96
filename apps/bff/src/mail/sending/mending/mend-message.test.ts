import { parseMediaType } from '@office365-email/shared/media-type'
import type { SendMessage } from '@office365-email/shared/send-message'
import { sendMessageSchema } from '@office365-email/shared/send-message'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../../testing/start-sending-server.ts'
import { problemOf } from '../../../testing/test-client.ts'
import { mendMessage } from './mend-message.ts'

let server: SendingServer
let bot: SendingBot
beforeAll(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
})
afterAll(() => server.close())
beforeEach(() => server.emulator.reset())

const send = (message: object, headers?: Record<string, string>) => bot.service.post(bot.messages, message, headers)
const sent = () => server.emulator.sentMail()

/** What Microsoft got, and what the response said about it. */
async function deliver(message: object) {
  const { status, body } = await send(message)
  expect({ status, errors: body.errors }).toEqual({ status: 202, errors: undefined })
  const [got] = sent()
  if (!got) throw new Error('Microsoft got no message')
  const warnings: { pointer: string; detail: string }[] = body.warnings ?? []
  return { got, warnings, pointers: warnings.map(({ pointer }) => pointer) }
}

const png = 'iVBORw0KGgo='
const pdf = 'JVBERi0xLjcK'
const file = (changes: object = {}) => ({
  filename: 'a.pdf',
  contentType: 'application/pdf',
  content: pdf,
  ...changes,
})
/** A message has one body in the JSON for Graph, and both in MIME. */
const encodings: [string, object][] = [
  ['JSON', { text: undefined, html: '<p>Hello</p>' }],
  ['MIME', { html: '<p>Hello</p>' }],
]

describe('a body', () => {
  it('that needs no mending is sent as it is, without warnings', async () => {
    const text = 'Tab\t, lines\r\n, \u00a0 « ß 你好 🎉 \u200d \u202e \ufeff inside'
    const answer = await send(mail({ text }))
    expect(Object.keys(answer.body)).toEqual(['id', 'state', 'microsoft'])
    expect(sent()[0]?.text).toBe(text)
  })

  it.each([
    [
      'terminal colors',
      '\u001b[31mERROR\u001b[0m: \u001b[1;38;5;9mfull',
      'ERROR: full',
      /\(3\).*U\+001B at position 1\./,
    ],
    ['terminal links', '\u001b]8;;https://a.example\u0007here\u001b]8;;\u001b\\.', 'here.', /\(2\).*position 1\./],
    [
      'terminal pictures and other control strings',
      '\u001bPq#0~\u001b\\a\u001b_Gx\u001b\\b\u001b^x\u0007.',
      'ab.',
      /\(3\).*position 1\./,
    ],
    ['character sets', '\u001b(Ba\u001b#8b\u001b%Gc\u001b$(Cd', 'abcd', /\(4\).*position 1\./],
    ['an escape character without a sequence', 'a\u001bError', 'a\ufffdError', /\(1\).*U\+001B at position 2\./],
    ['misread Windows-1252', '5 \u0080 \u0093x\u0094', '5 \ufffd \ufffdx\ufffd', /\(3\).*U\+0080 at position 3\./],
    ['NUL and DEL', 'a\0b\u007f', 'a\ufffdb\ufffd', /\(2\).*U\+0000 at position 2\./],
    ['vertical tabs and form feeds', 'a\u000bb\u000cc', 'a\nb\nc', /\(2\) with line breaks.*U\+000B at position 2\./],
    ['code points that are not characters', 'a\uffff\ufdd0\u{1fffe}', 'a\ufffd\ufffd\ufffd', /\(3\).*U\+FFFF/],
    ['half of a surrogate pair', 'a\ud83d b \udc00 🎉', 'a\ufffd b \ufffd 🎉', /\(2\).*U\+D83D at position 2\./],
    ['a byte order mark', '\ufeffHello', 'Hello', /byte order mark/],
  ])('with %s is mended, and the response says where', async (_name, text, mended, detail) => {
    const { got, warnings } = await deliver(mail({ text: undefined, html: text }))
    expect(got.html).toBe(mended)
    expect(warnings).toEqual([{ pointer: '/html', detail: expect.stringMatching(detail) }])
  })

  it('is mended in both of its forms', async () => {
    const { got, pointers } = await deliver(mail({ text: 'a\u0007', html: '<p>\u001b[1mb</p>' }))
    expect([got.text?.trim(), got.html?.trim()]).toEqual(['a\ufffd', '<p>b</p>'])
    expect(pointers).toEqual(['/text', '/html'])
  })
})

describe('a subject', () => {
  it('loses line breaks at its end', async () => {
    const { got, pointers } = await deliver(mail({ subject: 'Your order\r\n' }))
    expect(got.subject).toBe('Your order')
    expect(pointers).toEqual(['/subject'])
    expect((await bot.service.get(bot.messages)).body.messages[0].subject).toBe('Your order')
  })

  it.each(['Order\n ', 'Order\r\n\t', 'Order\t', 'Order \u000b', 'Order\u2028 '])(
    'loses what ends %j',
    async (subject) => {
      for (const [, body] of encodings) {
        server.emulator.reset()
        const { got, pointers } = await deliver(mail({ ...body, subject }))
        expect([got.subject, pointers]).toEqual(['Order', ['/subject']])
      }
    },
  )

  it.each([
    ['a\nb', 'U+000A at position 2'],
    ['ab\u001b[31m', 'U+001B at position 3'],
    ['\ud83d', 'U+D83D at position 1'],
    ['a\uffff', 'U+FFFF at position 2'],
  ])('%j is refused with the character and its position', async (subject, named) => {
    const answer = await send(mail({ subject }))
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers: ['/subject'] })
    expect(answer.body.errors[0].detail).toContain(named)
  })
})

describe('a recipient', () => {
  const ada = { address: 'ada@example.com' }
  it.each([
    ['ada@example.com', ada],
    ['<ada@example.com>', ada],
    ['Ada Lovelace <ada@example.com>', { ...ada, name: 'Ada Lovelace' }],
    ['"Lovelace, Ada" <ada@example.com>', { ...ada, name: 'Lovelace, Ada' }],
    ['"The \\"Countess\\"" <ada@EXAMPLE.com> ', { ...ada, name: 'The "Countess"' }],
    ['ada@example.com <ada@example.com>', { ...ada, name: 'ada@example.com' }],
    [{ ...ada, name: null }, ada],
    [{ ...ada, name: ' ' }, ada],
  ])('%j is understood, in a list or alone', async (recipient, read) => {
    const { got, pointers } = await deliver(mail({ to: recipient, cc: [recipient], replyTo: recipient }))
    expect([got.to, got.cc, got.replyTo, pointers]).toEqual([[read], [read], [read], []])
  })

  it.each([
    ['a@example.com, b@example.com', '/to', /own/],
    ['a@example.com;b@example.com', '/to', /own/],
    ['Lovelace, Ada <ada@example.com>', '/to', /quotation marks/],
    ['a@example.com, Ada <ada@example.com>', '/to', /own/],
    ['Ada ada@example.com', '/to', /one email address/],
    ['mailto:ada@example.com', '/to', /one email address/],
    ['"Ada" x <ada@example.com>', '/to', /own/],
    ['Ada\u0007 <ada@example.com>', '/to', /U\+0007 at position 4/],
    ['\u200bada@example.com', '/to', /U\+200B at position 1/],
    ['ada@example.com\u200b', '/to', /U\+200B at position 16/],
    [[' a\u00adda@example.com'], '/to/0', /U\+00AD at position 3/],
    [{ address: 'ada@@example.com' }, '/to', /one email address/],
    ['Ada\r\nBcc: eve@example.com <ada@example.com>', '/to', /U\+000D at position 4/],
    [' "A\\"\uffff" <ada@example.com>', '/to', /U\+FFFF at position 6/],
    ['Ada <ada\u200b@example.com>', '/to', /U\+200B at position 9/],
    [[`${'x'.repeat(300)} <ada@example.com>`], '/to/0', /name has 300 characters; at most 256/],
    ['', '/to', /one email address/],
    [7, '/to', /./],
  ])('%j is refused', async (to, pointer, detail) => {
    const answer = await send(mail({ to }))
    expect(problemOf(answer)).toMatchObject({ status: 422, slug: 'invalid-request' })
    const pointers = typeof to === 'object' && !Array.isArray(to) ? [`${pointer}/address`] : [pointer]
    expect(problemOf(answer).pointers).toEqual(pointers)
    expect(answer.body.errors[0].detail).toMatch(detail)
    expect(sent()).toEqual([])
  })

  it('may be listed twice, and is passed on as it was listed', async () => {
    const { got } = await deliver(mail({ to: ['a@example.com', 'a@example.com'], bcc: 'a@example.com' }))
    expect([got.to.length, got.bcc.length]).toEqual([2, 1])
  })
})

it('takes null for every member that may be left out', async () => {
  const nothing = { cc: null, bcc: null, replyTo: null, html: null, attachments: null, importance: null, headers: null }
  const { got, pointers } = await deliver(mail({ ...nothing, saveToSentItems: null }))
  expect(got).toMatchObject({ cc: [], attachments: [], headers: [], importance: 'normal', saveToSentItems: true })
  expect(got.text).toBe('It is on its way.')
  expect(pointers).toEqual([])
  expect(problemOf(await send(mail({ subject: null })))).toMatchObject({ status: 422, pointers: ['/subject'] })
  expect(problemOf(await send(mail({ text: null })))).toMatchObject({ status: 422, pointers: ['/text'] })
  expect(problemOf(await send(mail({ from: null })))).toMatchObject({ status: 422 })
})

it('takes the importance in any case', async () => {
  expect((await deliver(mail({ importance: 'High' }))).got.importance).toBe('high')
})

describe('the type of an attachment', () => {
  it.each([
    ['text/calendar; method=REQUEST', 'text/calendar; method=REQUEST'],
    ['Text/Calendar;METHOD="REQUEST" ; Charset = "utf-8";', 'text/calendar; method=REQUEST; charset=utf-8'],
    ['text/plain; x="a b\\"c"', 'text/plain; x="a b\\"c"'],
    ['APPLICATION/PDF; name="Übersicht.pdf"', 'application/pdf'],
    ["application/pdf; name*=utf-8''x; name*0=a; name*1*=b", 'application/pdf'],
    ['text', null],
    ['text/plain; charset', null],
    ['text/plain; a=b; a=c', null],
    ['text/plain; a="b', null],
    ['text/plain\r\nBcc: a@example.com', null],
    ['text/plain; a="b\r\nc"', null],
    ['text/plain, text/html', null],
    ['text/plain; a=ü', null],
  ])('%j is read as %j', (written, canonical) => {
    expect(parseMediaType(written)).toBe(canonical)
  })

  it.each(encodings)('is canonical in %s', async (_name, body) => {
    const attachments = [
      file({ filename: 'invite.ics', contentType: 'TEXT/calendar;method="REQUEST"' }),
      file({ contentType: undefined }),
      file({ filename: 'table.XLSX', contentType: null }),
      file({ filename: 'README', contentType: '' }),
      file({ filename: 'mail.eml', contentType: undefined }),
    ]
    const { got, pointers } = await deliver(mail({ ...body, attachments }))
    const types = got.attachments.map(({ name, contentType }) => `${name} ${contentType.split(';')[0]}`)
    expect(types).toEqual([
      'invite.ics text/calendar',
      'a.pdf application/pdf',
      'table.XLSX application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'README application/octet-stream',
      'mail.eml application/octet-stream',
    ])
    expect(got.mime ?? got.attachments[0]?.contentType).toMatch(/text\/calendar;\s+method=REQUEST/)
    expect(pointers).toEqual([])
  })

  it.each(encodings)('never makes a file a part of the mail itself, in %s', async (_name, body) => {
    const types = ['multipart/x-zip', 'Multipart/Mixed; boundary=x', 'message/rfc822', 'message/partial', 'foo/bar']
    const content = Buffer.from('Subject: inner\r\n\r\n--x\r\nhello').toString('base64')
    const attachments = types.map((contentType, index) => ({ filename: `${index}.eml`, contentType, content }))
    const { got, pointers } = await deliver(mail({ ...body, attachments }))
    expect(got.attachments).toEqual(
      types.map((_, index) => ({
        name: `${index}.eml`,
        contentType: 'application/octet-stream',
        contentBase64: content,
        sizeBytes: expect.any(Number),
        isInline: false,
      })),
    )
    expect(pointers).toEqual(types.map((_, index) => `/attachments/${index}/contentType`))
  })

  it.each(['text', 'text/plain\r\nBcc: eve@example.com', 'text/plain; a'])('%j is refused', async (contentType) => {
    const pointers = ['/attachments/0/contentType']
    expect(problemOf(await send(mail({ attachments: [file({ contentType })] })))).toMatchObject({
      status: 422,
      pointers,
    })
  })
})

describe('a member of an attachment', () => {
  it.each([
    ['filename', 'a\u202egpj.exe', 'U+202E at position 2'],
    ['filename', '../a', 'U+002F at position 3'],
    ['filename', 'a\\b', 'U+005C at position 2'],
    ['contentId', 'a b', 'U+0020 at position 2'],
    ['contentId', 'a\r\nBcc: eve@example.com', 'U+000D at position 2'],
  ])('%s %j is refused with the character and its position', async (member, value, named) => {
    const answer = await send(mail({ attachments: [file({ [member]: value })] }))
    expect(problemOf(answer).pointers).toEqual([`/attachments/0/${member}`])
    expect(answer.body.errors[0].detail).toContain(named)
  })
})

describe('the content of an attachment', () => {
  const bytes = Buffer.from([0xfb, 0xff, 0xbe, 1, 2, 3, 4])
  const base64 = bytes.toString('base64')
  it.each([
    ['without padding', base64.replace(/=+$/, '')],
    ['in the URL alphabet', bytes.toString('base64url')],
    ['in lines', `${base64.slice(0, 4)}\r\n${base64.slice(4)}\n `],
    ['as data: URL', `data:application/pdf;base64,${base64}`],
    ['as data: URL with another spelling', ` DATA:application/pdf;BASE64,${base64}`],
    ['with bits below the last byte', base64.replace('A==', 'P==')],
  ])('%s reaches Microsoft in its canonical form', async (_name, content) => {
    for (const [, body] of encodings) {
      server.emulator.reset()
      const { got, pointers } = await deliver(
        mail({ ...body, attachments: [file({ content, contentType: undefined })] }),
      )
      expect(got.attachments).toMatchObject([{ contentBase64: base64, contentType: 'application/pdf' }])
      expect(pointers).toEqual([])
    }
  })

  it.each(['YWJjZ', 'YQ==YQ==', 'ab c*', 'Grüße', 'data:text/plain,abcd', '===='])('%j is refused', async (content) => {
    const pointers = ['/attachments/0/content']
    expect(problemOf(await send(mail({ attachments: [file({ content })] })))).toMatchObject({ status: 422, pointers })
  })
})

describe('an inline attachment', () => {
  const logo = { filename: 'logo.png', contentType: 'image/png', content: png }
  it.each([
    ['<logo>', '<img src="cid:logo">', 'logo'],
    ['cid:logo', '<img src=cid:logo>', 'logo'],
    ['logo@x', "<img src='cid:logo%40x'>", 'logo@x'],
    ['a&b', '<img src="cid:a&amp;b">', 'a&b'],
    ['a@b', '<img src="cid:a&#x40;b">', 'a@b'],
    ['a@b', '<img src="cid:a&commat;b">', 'a@b'],
    ['a+b', '<img src="cid:a&#43;b">', 'a+b'],
    ['bg', '<td style="background:url(cid:bg)">', 'bg'],
    ['bg', '<td style="background:url(&quot;cid:bg&quot;)">', 'bg'],
    ['image(1)', '<img src="CID:image(1)">', 'image(1)'],
  ])('%s is found in %s', async (contentId, html, bare) => {
    for (const text of [undefined, 'text']) {
      server.emulator.reset()
      const { got, pointers } = await deliver(mail({ text, html, attachments: [{ ...logo, contentId }] }))
      expect(got.attachments).toMatchObject([{ contentId: bare, isInline: true, contentBase64: png }])
      expect(pointers).toEqual([])
    }
  })

  it('that the html does not show is an ordinary attachment', async () => {
    const attachments = [
      file({ contentId: 'invoice' }),
      { ...logo, contentId: 'logo' },
      file({ filename: 'second.pdf', contentId: 'logo' }),
      file({ filename: 'third.pdf', contentId: '<>' }),
    ]
    for (const text of [undefined, 'text']) {
      server.emulator.reset()
      const { got, pointers } = await deliver(mail({ text, html: '<img src="cid:logo">', attachments }))
      expect(got.attachments.filter(({ isInline }) => isInline).map(({ name }) => name)).toEqual(['logo.png'])
      expect(got.attachments.filter(({ contentId }) => contentId)).toHaveLength(1)
      expect(got.attachments).toHaveLength(4)
      expect(pointers).toEqual(['/attachments/0/contentId', '/attachments/2/contentId'])
    }
    server.emulator.reset()
    const { got, pointers } = await deliver(mail({ attachments: [{ ...logo, contentId: 'logo' }] }))
    expect(got.attachments).toMatchObject([{ isInline: false }])
    expect(pointers).toEqual(['/attachments/0/contentId'])
  })

  it('that is missing is reported', async () => {
    const { warnings } = await deliver(mail({ html: '<img src="cid:a"><img src="cid:a"><img src="cid:b">' }))
    expect(warnings).toEqual([{ pointer: '/html', detail: expect.stringContaining('(2)') }])
  })
})

describe('a picture in a data: URL', () => {
  const url = `data:image/png;base64,${png}`
  it.each([
    ['in double quotes', `<img alt='x' src="${url}">`],
    ['in single quotes', `<IMG class=a\n  SRC = '${url}' >`],
    ['without quotes', `<img src=${url} alt="">`],
    ['in a self-closing tag', `<img/src="${url}"/>`],
    ['with percent encoding', `<img src="data:image/png;base64,${encodeURIComponent(png)}">`],
    ['with line breaks', `<img alt=">" src="\n data:image/png;base64,${png.slice(0, 4)}\n${png.slice(4)}">`],
  ])('%s becomes an inline attachment', async (_name, html) => {
    for (const text of [undefined, 'text']) {
      server.emulator.reset()
      const { got, pointers } = await deliver(mail({ text, html }))
      expect(got.attachments).toMatchObject([
        { name: 'picture-1.png', contentType: 'image/png', contentBase64: png, isInline: true },
      ])
      expect(got.html).toContain(`cid:${got.attachments[0]?.contentId}`)
      expect(got.html).not.toContain('data:')
      expect(pointers).toEqual(['/html'])
    }
  })

  it('is attached once, however often it is shown, beside other attachments', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    const html = `<img src="${url}"><img src='data:image/svg+xml,${encodeURIComponent(svg).replaceAll("'", '&#39;')}'><img src="${url}">`
    const { got, warnings } = await deliver(mail({ html, attachments: [file({ filename: 'picture-1.png' })] }))
    expect(got.attachments.map(({ name }) => name).sort()).toEqual(['picture-1.png', 'picture-1.png', 'picture-2.svg'])
    const drawing = got.attachments.find(({ name }) => name === 'picture-2.svg')
    expect(Buffer.from(drawing?.contentBase64 ?? '', 'base64').toString()).toBe(svg)
    expect(warnings).toEqual([{ pointer: '/html', detail: expect.stringContaining('(3)') }])
  })

  it.each([
    '<img data-src="data:image/png;base64,AAAA">',
    '<p>&lt;img src="data:image/png;base64,AAAA"&gt;</p>',
    '<img src="data:image/png;base64,*">',
    '<img src="data:image/png;base64,">',
    '<img src="data:text/html,data:image/png">',
    '<a href="data:image/png;base64,AAAA">',
    '<img src="data:image/png;base64,AAAA',
  ])('is not seen in %s', async (html) => {
    const { got, pointers } = await deliver(mail({ html }))
    expect(got.html?.trim()).toBe(html)
    expect([got.attachments, pointers]).toEqual([[], []])
  })
})

it('repeats the warnings for the same Idempotency-Key, and keeps them for queued messages', async () => {
  const message = mail({ subject: 'Order\n', text: '\u001b[1mHello' })
  for (const [key, headers] of Object.entries({ now: {}, later: { prefer: 'respond-async' } })) {
    const first = await send(message, { ...headers, 'idempotency-key': `mended-${key}` })
    const again = await send(message, { ...headers, 'idempotency-key': `mended-${key}` })
    expect(first.body.warnings).toHaveLength(2)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.body).toEqual(first.body)
  }
  await server.dependencies.mail.queueWorker.start()
  await until(
    async () => sent(),
    ({ length }) => length === 2,
  )
  expect(sent().map(({ subject, text }) => [subject, text])).toEqual([
    ['Order', 'Hello'],
    ['Order', 'Hello'],
  ])
})

const parse = (message: object): SendMessage => sendMessageSchema.parse(message)

it('reads hostile HTML of three megabytes in linear time', async () => {
  const size = 3_000_000
  const pieces = [
    '<img ',
    '<img src="',
    "<img src='",
    '<img src=data:image/png,',
    'data:image/',
    '"',
    '= ',
    '"cid:',
    ';cid:x ',
    '\u001b]',
    '\u001b[',
    '<img =',
  ]
  for (const piece of pieces) {
    const html = `${piece.repeat(size / piece.length)}<img src="data:image/png;base64,AAAA">`
    const before = process.cpuUsage()
    await mendMessage(parse(mail({ html })))
    // The time of the processor, as other programs may use it too.
    expect({ piece, isFast: process.cpuUsage(before).user < 5_000_000 }).toEqual({ piece, isFast: true })
  }
}, 120_000)

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\u001b[31m',
      '\0',
      '\u000b',
      '\u0093',
      '\ufeff',
      '\ud83d',
      '\uffff',
      '\r\n',
      '<img src=',
      '"',
      "'",
    ),
    fc.constantFrom('data:image/png;base64,AAAA', 'cid:', '<', '>', '&', '%', '\u202e', '/', '\u2028', 'a', '.', ' '),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 30,
})

it('mends a message only once', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (text, html) => {
      const { message } = await mendMessage(parse(mail({ text, html })))
      const again = await mendMessage(parse(message))
      expect(again.message).toEqual(message)
    }),
    { numRuns: 500 },
  )
})

it('sends every string in every place as a well-formed mail, or refuses it with a pointer', async () => {
  const runs = process.env['TEST_LONG'] ? 2_000 : 60
  const member = fc.constantFrom('text', 'html', 'subject', 'name', 'filename')
  await fc.assert(
    fc.asyncProperty(member, hostile, fc.boolean(), async (place, value, isMime) => {
      server.emulator.reset()
      const message = mail({
        ...(isMime && { html: '<p>Hello</p>' }),
        ...(place === 'name' ? { to: [{ address: 'ada@example.com', name: value }] } : { [place]: value }),
        ...(place === 'filename' && { filename: undefined, attachments: [file({ filename: value })] }),
      })
      const answer = await send(message)
      const [got] = sent()
      const errors: { pointer: string }[] = answer.body.errors ?? []
      const places: Record<string, string> = { name: '/to/0/name', filename: '/attachments/0/filename' }
      expect(errors.every(({ pointer }) => pointer === (places[place] ?? '/subject'))).toBe(true)
      expect([answer.status, errors.length > 0]).toEqual(got ? [202, false] : [422, true])
      const carried = [got?.subject, got?.text, got?.html, got?.to[0]?.name, got?.attachments[0]?.name]
      expect(carried.join('')).not.toMatch(/[[\p{Cc}\p{Cs}\p{NChar}]--[\t\n\r]]/v)
      const recipients = [got?.to, got?.cc, got?.bcc].flatMap((list) => list?.map(({ address }) => address) ?? [])
      expect(recipients).toEqual(got ? ['ada@example.com'] : [])
    }),
    { numRuns: runs },
  )
}, 120_000)
