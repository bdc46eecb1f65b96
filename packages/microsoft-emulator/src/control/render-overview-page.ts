import { html } from 'hono/html'
import type { EmulatorState } from '../state/emulator-state.ts'
import type { ActionName } from './actions.ts'
import { renderApplication } from './render-application.ts'
import { type Html, renderActionButton, renderLayout, renderTime } from './render-layout.ts'
import { renderMailbox } from './render-mailbox.ts'

export function renderOverviewPage(state: EmulatorState, done: ActionName | undefined): Html {
  const { tenants, applications, mailboxes } = state.directory
  return renderLayout(
    'Control',
    html`
      ${done ? html`<p class="notice" role="status">Done: ${done.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}</p>` : ''}
      <p>A stand-in for Microsoft Entra and Microsoft Graph on this machine. Nothing here reaches Microsoft, and no mail is sent.</p>
      ${renderService(state)}
      ${tenants.map(
        (tenant) => html`
          <h2>${tenant.name}</h2>
          <dl>
            <dt>Tenant ID</dt><dd><code>${tenant.id}</code></dd>
            <dt>Domains</dt><dd>${tenant.domains.join(', ')}</dd>
            <dt>Cloud</dt><dd>${tenant.cloud}</dd>
          </dl>
          ${applications
            .filter(({ homeTenantId }) => homeTenantId === tenant.id)
            .map((application) => renderApplication(application, state.now()))}
          ${mailboxes.filter(({ tenantId }) => tenantId === tenant.id).map((mailbox) => renderMailbox(mailbox, state))}
        `,
      )}
    `,
  )
}

function renderService(state: EmulatorState): Html {
  const now = state.now()
  const isThrottled = state.throttledUntil !== undefined && state.throttledUntil > now
  const faults = state.faults.list()
  return html`<section class="card" aria-labelledby="service">
    <h2 id="service">Service</h2>
    <dl>
      <dt>Emulator time</dt><dd>${renderTime(now)}</dd>
      <dt>Throttling</dt>
      <dd>${isThrottled && state.throttledUntil ? html`<span class="bad">until</span> ${renderTime(state.throttledUntil)}` : 'off'}</dd>
      <dt>Queued faults</dt>
      <dd>${faults.length === 0 ? 'none' : faults.map(({ fault }) => `${fault.on}: ${fault.kind ?? 'answer'}`).join(', ')}</dd>
    </dl>
    <div class="actions">
      ${renderActionButton('throttleFor', 'Throttle for 30 s', { seconds: '30' })}
      ${renderActionButton('throttleFor', 'Stop throttling', { seconds: '0' })}
      ${renderActionButton('advanceClock', 'Move the clock 2 hours ahead', { seconds: '7200' })}
      ${renderActionButton('clearFaults', 'Clear faults', {})}
      ${renderActionButton('reset', 'Reset everything', {})}
    </div>
  </section>`
}
