import { html } from 'hono/html'
import type { EmulatorState } from '../state/emulator-state.ts'
import { type Html, renderLayout, renderTime } from './render-layout.ts'

const shown = 100

/** The latest requests, without bodies and tokens, which only the API shows. */
export function renderRequestsPage(state: EmulatorState): Html {
  const requests = state.requests.list().slice(-shown).toReversed()
  return renderLayout(
    'Requests',
    requests.length === 0
      ? html`<p>No requests yet.</p>`
      : html`<ul class="list">
          ${requests.map(
            (request) => html`<li class="card">
              <code>${request.method} ${request.path}</code>
              <div>
                <span class="${request.status !== undefined && request.status < 400 ? 'good' : 'bad'}">${request.status === undefined ? 'no response' : String(request.status)}</span>,
                connection ${String(request.connectionId)}, <span class="soft">${renderTime(request.at)}</span>
              </div>
            </li>`,
          )}
        </ul>`,
  )
}
