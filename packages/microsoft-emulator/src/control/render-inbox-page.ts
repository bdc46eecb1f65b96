import { html } from 'hono/html'
import type { EmulatorState } from '../state/emulator-state.ts'
import { listSentMail } from '../state/list-sent-mail.ts'
import type { Address, NonDeliveryReport, SentMessage } from '../state/sent-message.ts'
import { type Html, renderLayout, renderTime } from './render-layout.ts'

/** Sent mail and non-delivery reports of one mailbox or all of them, newest first. */
export function renderInboxPage(state: EmulatorState, userId?: string): Html {
  const messages = listSentMail(state, userId === undefined ? {} : { mailbox: userId }).toReversed()
  const reports = state.reports
    .list()
    .filter((report) => userId === undefined || report.userId === userId)
    .toReversed()
  const mailbox = state.directory.mailboxes.find((candidate) => candidate.userId === userId)
  return renderLayout(
    mailbox ? `Mail of ${mailbox.primarySmtpAddress}` : 'Sent mail',
    html`
      ${reports.length > 0 ? html`<h2>Non-delivery reports</h2><ul class="list">${reports.map(renderReport)}</ul>` : ''}
      <h2>Sent</h2>
      ${
        messages.length === 0
          ? html`<p>No message has been sent yet.</p>`
          : html`<ul class="list">${messages.map(renderEntry)}</ul>`
      }
    `,
  )
}

export function presentAddresses(addresses: Address[]): string {
  return addresses.map(({ address, name }) => (name ? `${name} <${address}>` : address)).join(', ')
}

function renderEntry(message: SentMessage): Html {
  return html`<li class="card">
    <a href="/_emulator/messages/${message.id}"><strong>${message.subject || '(no subject)'}</strong></a>
    <div>From ${presentAddresses([message.from])} to ${presentAddresses([...message.to, ...message.cc, ...message.bcc])}</div>
    <div class="soft">${renderTime(message.at)}</div>
  </li>`
}

function renderReport(report: NonDeliveryReport): Html {
  return html`<li class="card">
    <a href="/_emulator/messages/${report.messageId}"><strong>Undeliverable: ${report.recipient}</strong></a>
    <div>${report.text}</div>
    <div class="soft">${renderTime(report.at)}</div>
  </li>`
}
