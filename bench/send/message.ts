const sentence = 'Invoice 4711 for “Café & Co.” is due on 1 December, € 1,234.50 in total. '
/** About 2 kB, with an attachment of that many bytes if it is to be larger. */
export const makeMessage = (bytes: number) => ({
  to: ['ada@example.com', 'grace@example.com'],
  subject: 'Your order 4711 is on its way',
  html: `<p>${sentence.repeat(26)}</p>`,
  attachments:
    bytes > 2_000
      ? [
          {
            filename: 'a.pdf',
            contentType: 'application/pdf',
            content: Buffer.alloc(bytes, 'a file').toString('base64'),
          },
        ]
      : [],
})

/** The body for Graph (user: sendMail). */
export const toGraph = ({ to, subject, html, attachments }: ReturnType<typeof makeMessage>) => ({
  message: {
    subject,
    body: { contentType: 'HTML', content: html },
    toRecipients: to.map((address) => ({ emailAddress: { address } })),
    attachments: attachments.map(({ filename, contentType, content }) => ({
      '@odata.type': '#microsoft.graph.fileAttachment',
      name: filename,
      contentType,
      contentBytes: content,
    })),
  },
  saveToSentItems: true,
})
