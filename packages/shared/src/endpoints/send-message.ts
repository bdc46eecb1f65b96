import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { sendMessageSchema, sentMessageSchema } from '../send-message.ts'

/** A file of its own: the pages send no message, and need neither its schema nor its examples. */
export const sendMessageEndpoints = {
  sendMessage: {
    method: 'POST',
    path: '/bots/:botId/messages',
    tag: 'Messages',
    summary: "Send a message from the bot's mailbox",
    description:
      'Responds once Microsoft has responded, or with `Prefer: respond-async` once the message is stored. Never repeat a request without an `Idempotency-Key`.\n\nA recipient may also be written as `Ada Lovelace <ada@example.com>`. `contentType` may have parameters; without it, the file name determines the type. Line breaks, the URL alphabet and missing padding in base64 are accepted. The server changes what a mail cannot contain, and lists these changes in `warnings`.',
    access: { people: 'none', scope: 'messages:send' },
    rateLimit: 'lane',
    maxBodyBytes: 6_000_000,
    headers: {
      'Idempotency-Key': {
        description:
          'One key for each message, 1 to 255 printable ASCII characters. For 24 hours, and for as long as the message is queued or its outcome is unknown, the same key with the same message gets the first response again and sends nothing. Send one whenever you may repeat a request.',
        schema: z.string().check(z.minLength(1), z.maxLength(255)),
        example: 'order-4711-confirmation',
      },
      Prefer: {
        description:
          'With `respond-async`, the server responds as soon as the message is stored, and delivers it afterward (RFC 7240).',
        schema: z.string(),
        example: 'respond-async',
      },
    },
    body: sendMessageSchema,
    bodyExamples: {
      text: {
        summary: 'A short text',
        value: { to: ['ada@example.com'], subject: 'Your order 4711', text: 'It is on its way.' },
      },
      everything: {
        summary: 'HTML with an inline picture, an attachment, copies and headers',
        value: {
          to: [{ name: 'Ada Lovelace', address: 'ada@example.com' }],
          cc: ['orders@example.com'],
          bcc: ['archive@example.com'],
          replyTo: ['support@example.com'],
          subject: 'Your order 4711',
          html: '<p>It is on its way.</p><img src="cid:logo" alt="">',
          attachments: [
            { filename: 'logo.png', contentType: 'image/png', content: 'iVBORw0KGgo=', contentId: 'logo' },
            { filename: 'invoice.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjcK' },
          ],
          importance: 'high',
          headers: { 'X-Order': '4711' },
          saveToSentItems: false,
        },
      },
      reply: {
        summary: 'A reply in a conversation, sent as MIME',
        value: {
          to: ['ada@example.com'],
          subject: 'Re: Your order 4711',
          text: 'It has arrived.',
          headers: { 'In-Reply-To': '<4711@example.com>', References: '<4711@example.com>' },
          readReceipt: true,
        },
      },
      both: {
        summary: 'Text and HTML together',
        value: { to: ['ada@example.com'], subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' },
      },
    },
    responses: {
      202: {
        description:
          'Microsoft accepted the message (that does not mean that it was delivered), or it is stored and will be sent, or sending is simulated on this server.',
        schema: sentMessageSchema,
        headers: {
          'Idempotent-Replayed': {
            description: '`true` if this is the first response again, for the same `Idempotency-Key`.',
            schema: z.string(),
          },
          Location: { description: 'Path of the queued message.', schema: z.string() },
          'Preference-Applied': { description: '`respond-async`', schema: z.string() },
        },
        example: {
          id: '019ae8f0-6a5c-7c3e-9b0e-3a8d7f3f0c11',
          state: 'accepted',
          microsoft: { requestId: '7b1f2a0e-5a0c-4f4e-9a55-0c1f5c3f7d10' },
          warnings: [
            {
              pointer: '/text',
              detail: 'Removed terminal sequences (2), such as colors. The first is U+001B at position 1.',
            },
          ],
        },
      },
    },
    problems: [
      'not-configured',
      'not-possible-now',
      'idempotency-in-progress',
      'idempotency-key-reused',
      'bot-busy',
      'microsoft-rejected',
      'microsoft-throttled',
      'microsoft-unreachable',
      'sending-is-off',
      'secret-unreadable',
      'shutting-down',
      'delivery-unknown',
    ],
  },
} as const satisfies Record<string, Endpoint>
