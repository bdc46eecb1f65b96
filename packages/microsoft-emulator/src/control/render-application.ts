import { html } from 'hono/html'
import type { Application, Certificate, FederatedCredential, Secret } from '../seed/seed.ts'
import { type Html, renderActionButton } from './render-layout.ts'

export function renderApplication(application: Application, now: Date): Html {
  const { clientId, name, servicePrincipals, secrets, certificates = [], federatedCredentials = [] } = application
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
    ${certificates.map((certificate) => renderCertificate(clientId, certificate))}
    ${federatedCredentials.map(renderFederatedCredential)}
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

function renderCertificate(clientId: string, { thumbprint, deletedAt, revokedAt }: Certificate): Html {
  const state = revokedAt ? 'revoked' : deletedAt ? 'deleted' : 'uploaded'
  return html`<dl>
      <dt>Certificate</dt><dd><code>${thumbprint}</code></dd>
      <dt>Certificate is</dt><dd><span class="${state === 'uploaded' ? 'good' : 'bad'}">${state}</span></dd>
    </dl>
    <div class="actions">${renderActionButton('deleteCertificate', 'Delete this certificate', { clientId, thumbprint }, thumbprint)}</div>
    <hr />`
}

const renderFederatedCredential = ({ name, issuer, subject, audience }: FederatedCredential): Html =>
  html`<dl>
      <dt>Federated credential</dt><dd>${name}</dd>
      <dt>Issuer</dt><dd><code>${issuer}</code></dd>
      <dt>Subject</dt><dd><code>${subject}</code></dd>
      <dt>Audience</dt><dd><code>${audience}</code></dd>
    </dl>
    <hr />`

function describeSecret({ startsAt, expiresAt, deletedAt }: Secret, now: Date): string {
  const time = now.getTime()
  if (deletedAt && Date.parse(deletedAt) <= time) return 'deleted'
  if (Date.parse(expiresAt) <= time) return 'expired'
  return Date.parse(startsAt) > time ? 'not valid yet' : 'valid'
}
