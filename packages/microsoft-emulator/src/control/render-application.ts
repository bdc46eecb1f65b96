import { html } from 'hono/html'
import type { Application, Secret } from '../seed/seed.ts'
import { type Html, renderActionButton } from './render-layout.ts'

export function renderApplication(application: Application, now: Date): Html {
  const { clientId, name, servicePrincipals, secrets } = application
  const isEnabled = servicePrincipals.some(({ enabled }) => enabled)
  const permissions = [...new Set(servicePrincipals.flatMap((principal) => principal.applicationPermissions))]
  const hasConsent = permissions.includes('Mail.Send')
  return html`<article class="card" aria-label="Application ${name}">
    <h3>Application: ${name}</h3>
    <dl>
      <dt>Client ID</dt><dd><code>${clientId}</code></dd>
      <dt>State</dt>
      <dd>${servicePrincipals.length === 0 ? html`<span class="bad">no service principal</span>` : isEnabled ? html`<span class="good">enabled</span>` : html`<span class="bad">disabled</span>`}</dd>
      <dt>Consented</dt><dd>${permissions.join(', ') || html`<span class="bad">nothing</span>`}</dd>
    </dl>
    ${secrets.map((secret) => renderSecret(clientId, secret, now))}
    <div class="actions">
      ${
        hasConsent
          ? renderActionButton('takeConsent', 'Remove consent', { clientId }, `from ${name}`)
          : renderActionButton('giveConsent', 'Restore consent', { clientId }, `to ${name}`)
      }
      ${
        isEnabled
          ? renderActionButton('setApplicationEnabled', 'Disable the app', { clientId, enabled: 'false' }, name)
          : renderActionButton('setApplicationEnabled', 'Enable the app', { clientId, enabled: 'true' }, name)
      }
      ${renderActionButton('addSecret', 'Add a secret', { clientId }, `to ${name}`)}
    </div>
  </article>`
}

function renderSecret(clientId: string, secret: Secret, now: Date): Html {
  const state = describeSecret(secret, now)
  const input = { clientId, keyId: secret.keyId }
  return html`<dl>
      <dt>Secret value</dt><dd><code>${secret.value}</code></dd>
      <dt>Secret ID</dt><dd><code>${secret.keyId}</code></dd>
      <dt>Secret is</dt><dd><span class="${state === 'valid' ? 'good' : 'bad'}">${state}</span>, expires ${secret.expiresAt}</dd>
    </dl>
    <div class="actions">
      ${
        state === 'valid'
          ? renderActionButton('expireSecret', 'Expire this secret', input, secret.keyId)
          : renderActionButton('renewSecret', 'Make this secret valid', input, secret.keyId)
      }
    </div>
    <hr />`
}

function describeSecret({ startsAt, expiresAt, deletedAt }: Secret, now: Date): string {
  const time = now.getTime()
  if (deletedAt && Date.parse(deletedAt) <= time) return 'deleted'
  if (Date.parse(expiresAt) <= time) return 'expired'
  return Date.parse(startsAt) > time ? 'not valid yet' : 'valid'
}
