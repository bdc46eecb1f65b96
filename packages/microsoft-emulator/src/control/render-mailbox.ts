import { html } from 'hono/html'
import type { Mailbox } from '../seed/seed.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { type Html, renderActionButton } from './render-layout.ts'

export function renderMailbox(mailbox: Mailbox, state: EmulatorState): Html {
  const { userId, primarySmtpAddress } = mailbox
  const time = state.now().getTime()
  const isDenied = state.directory.accessPolicies.some(
    ({ scopeId, accessRight, effectiveUntil }) =>
      scopeId === userId && accessRight === 'DenyAccess' && !(effectiveUntil && Date.parse(effectiveUntil) <= time),
  )
  const isLicensed = mailbox.state === 'ok'
  return html`<article class="card" aria-label="Mailbox ${primarySmtpAddress}">
    <h3>Mailbox: ${primarySmtpAddress}</h3>
    <dl>
      <dt>User ID</dt><dd><code>${userId}</code></dd>
      <dt>Kind</dt><dd>${mailbox.kind}, ${mailbox.displayName}</dd>
      <dt>State</dt><dd><span class="${isLicensed ? 'good' : 'bad'}">${mailbox.state}</span>${isDenied ? html`, <span class="bad">blocked by access policy</span>` : ''}</dd>
    </dl>
    <p><a href="/_emulator/inbox/${userId}">Mail of ${primarySmtpAddress}</a></p>
    <div class="actions">
      ${
        isLicensed
          ? renderActionButton(
              'setMailboxState',
              'Remove license',
              { mailbox: userId, state: 'noLicense' },
              `of ${primarySmtpAddress}`,
            )
          : renderActionButton(
              'setMailboxState',
              mailbox.state === 'noLicense' ? 'Restore license' : 'Make the mailbox work again',
              { mailbox: userId, state: 'ok' },
              primarySmtpAddress,
            )
      }
      ${
        isDenied
          ? renderActionButton(
              'unblockMailboxByPolicy',
              'Remove the access policy',
              { mailbox: userId },
              `from ${primarySmtpAddress}`,
            )
          : renderActionButton(
              'blockMailboxByPolicy',
              'Block by access policy',
              { mailbox: userId },
              primarySmtpAddress,
            )
      }
    </div>
  </article>`
}
