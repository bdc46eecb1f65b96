/** Shown in the API's documentation; a test holds them to the schema. */
export const sendExamples = {
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
  both: {
    summary: 'Text and HTML together',
    value: { to: ['ada@example.com'], subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' },
  },
}

export const acceptedExample = {
  id: '019ae8f0-6a5c-7c3e-9b0e-3a8d7f3f0c11',
  state: 'accepted' as const,
  microsoft: { requestId: '7b1f2a0e-5a0c-4f4e-9a55-0c1f5c3f7d10' },
}
