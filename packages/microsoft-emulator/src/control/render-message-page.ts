import { html } from 'hono/html'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { SentAttachment, SentMessage } from '../state/sent-message.ts'
import { presentAddresses } from './render-inbox-page.ts'
import { type Html, renderLayout, renderTime } from './render-layout.ts'

export function renderMessagePage(state: EmulatorState, message: SentMessage): Html {
  const reports = state.reports.list().filter(({ messageId }) => messageId === message.id)
  return renderLayout(
    message.subject || '(no subject)',
    html`
      ${reports.map((report) => html`<p class="notice trouble"><strong>Not delivered to ${report.recipient}:</strong> ${report.text}</p>`)}
      <section class="card" aria-label="Envelope">
        <dl>
          <dt>From</dt><dd>${presentAddresses([message.from])}</dd>
          <dt>To</dt><dd>${presentAddresses(message.to)}</dd>
          ${renderOptional('Cc', presentAddresses(message.cc))}
          ${renderOptional('Bcc', presentAddresses(message.bcc))}
          ${renderOptional('Reply to', presentAddresses(message.replyTo))}
          <dt>Time</dt><dd>${renderTime(message.at)}</dd>
          <dt>Importance</dt><dd>${message.importance}</dd>
          ${renderOptional('Receipts', presentReceipts(message))}
          <dt>Sent as</dt><dd>${message.format === 'mime' ? 'MIME' : 'JSON'}, ${message.saveToSentItems ? 'kept in Sent Items' : 'not kept in Sent Items'}</dd>
          <dt>Mailbox</dt><dd><a href="/_emulator/inbox/${message.userId}">${message.userEmail}</a></dd>
          <dt>Request ID</dt><dd><code>${message.requestId}</code></dd>
        </dl>
      </section>
      ${message.html === undefined ? '' : renderFrame(message, message.html)}
      ${message.text === undefined ? '' : html`<h2>Text</h2><pre class="card">${message.text}</pre>`}
      ${message.attachments.length === 0 ? '' : html`<h2>Attachments</h2><ul>${message.attachments.map((attachment, index) => renderAttachment(message.id, attachment, index))}</ul>`}
      ${message.headers.length === 0 ? '' : html`<h2>Headers</h2><dl class="card">${message.headers.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`}
    `,
  )
}

function renderOptional(label: string, value: string): Html | '' {
  return value === '' ? '' : html`<dt>${label}</dt><dd>${value}</dd>`
}

function presentReceipts(message: SentMessage): string {
  return [
    ...(message.isReadReceiptRequested ? ['when it is read'] : []),
    ...(message.isDeliveryReceiptRequested ? ['when it is delivered'] : []),
  ].join(', ')
}

/** The sandbox allows no scripts, forms or navigation; pictures come only from the message itself. */
function renderFrame(message: SentMessage, body: string): Html {
  return html`<h2>HTML</h2><iframe sandbox="" title="The message as HTML" srcdoc="${withInlinePictures(message, body)}"></iframe>`
}

function withInlinePictures(message: SentMessage, body: string): string {
  return body.replace(/cid:([^"'\s)>]+)/g, (whole, contentId: string) => {
    const picture = message.attachments.find((attachment) => attachment.contentId === contentId)
    return picture && /^image\/[\w.+-]+$/.test(picture.contentType)
      ? `data:${picture.contentType};base64,${picture.contentBase64}`
      : whole
  })
}

function renderAttachment(messageId: string, attachment: SentAttachment, index: number): Html {
  return html`<li>
    <a href="/_emulator/messages/${messageId}/attachments/${String(index)}" download>${attachment.name || '(no name)'}</a>
    <span class="soft">${attachment.contentType}, ${String(attachment.sizeBytes)} bytes${attachment.isInline ? ', inline' : ''}</span>
  </li>`
}
