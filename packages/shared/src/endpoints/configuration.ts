import * as z from 'zod/mini'
import { restrictionCheckSchema, submitConfigurationSchema } from '../configuration-values.ts'
import { certificateQuerySchema } from '../credential.ts'
import type { Endpoint } from '../endpoint.ts'
import {
  checkResultSchema,
  configurationViewSchema,
  restrictionCheckResultSchema,
  submittedViewSchema,
} from '../office365-configuration.ts'
import { office365DraftSchema, savedOffice365DraftSchema } from '../office365-draft.ts'
import {
  applicationQuerySchema,
  appliedSecretSchema,
  applySecretSchema,
  sameApplicationSchema,
} from '../same-application.ts'

const tag = 'Office 365 configuration'
const path = '/bots/:botId/office365'
const admins = { people: 'admin' } as const
const writers = { people: 'admin', scope: 'configuration:write' } as const
const freshWriters = { ...writers, fresh: true } as const

const headers = {
  ETag: {
    description: 'The version, for `If-Match`. A reset, and canceling it, do not change it.',
    schema: z.string(),
  },
} as const
const view = {
  200: { description: 'The configuration, without its secret.', schema: configurationViewSchema, headers },
}
const draft = {
  200: {
    description: 'The draft, without the secret, which is never part of it.',
    schema: savedOffice365DraftSchema,
  },
}

export const configurationEndpoints = {
  readConfiguration: {
    method: 'GET',
    path,
    tag,
    summary: 'Read the configuration',
    access: { people: 'admin', scope: 'configuration:read' },
    responses: view,
  },
  submitConfiguration: {
    method: 'PUT',
    path,
    tag,
    summary: 'Submit: check the values with Microsoft, save and lock them',
    refusedAs: 'office365.submitted',
    access: writers,
    rateLimit: 'microsoft',
    headers: {
      'If-Match': {
        description: 'The `ETag` of the configuration that the values are based on.',
        schema: z.string(),
      },
    },
    body: submitConfigurationSchema,
    responses: {
      200: {
        description:
          'The configuration is saved and locked; or it stays `unlocked`, because the new credential (`credential.state` is `waiting`) must first be registered in Entra.',
        schema: submittedViewSchema,
        headers,
      },
    },
    problems: [
      'configuration-locked',
      'configuration-changed',
      'secret-required',
      'microsoft-rejected-values',
      'microsoft-unreachable',
      'microsoft-throttled',
      'secret-unreadable',
    ],
  },
  removeConfiguration: {
    method: 'DELETE',
    path,
    tag,
    summary: 'Permanently remove the configuration and its secret',
    refusedAs: 'office365.removed',
    access: freshWriters,
    responses: { 204: { description: 'It is removed.', schema: null } },
  },
  resetConfiguration: {
    method: 'POST',
    path: `${path}/reset`,
    tag,
    summary: 'Reset: unlock the configuration for new values',
    refusedAs: 'office365.reset',
    access: freshWriters,
    responses: view,
    problems: ['not-configured'],
  },
  cancelReset: {
    method: 'DELETE',
    path: `${path}/reset`,
    tag,
    summary: 'Cancel a reset: lock the configuration again, unchanged',
    refusedAs: 'office365.reset-cancelled',
    access: writers,
    responses: view,
    problems: ['not-configured'],
  },
  checkConfiguration: {
    method: 'POST',
    path: `${path}/checks`,
    tag,
    summary: 'Sign in again with the saved values, and send nothing',
    description: 'If a credential is waiting and Entra accepts it, this completes the change.',
    refusedAs: 'office365.checked',
    access: admins,
    rateLimit: 'microsoft',
    responses: {
      200: { description: 'What was found. A failed check is a successful response.', schema: checkResultSchema },
    },
    problems: ['not-configured', 'secret-unreadable'],
  },
  checkRestriction: {
    method: 'POST',
    path: `${path}/restriction-checks`,
    tag,
    summary: 'Check whether the app is limited to its mailbox; no mail can be sent',
    description:
      'Asks Microsoft Graph to send a message without recipients: first from the configured mailbox, then from the other. This relies on Microsoft checking the permission before the recipients, which Microsoft does not document.',
    refusedAs: 'office365.checked',
    access: admins,
    rateLimit: 'restriction',
    body: restrictionCheckSchema,
    responses: {
      200: {
        description: 'What was found; `unknown` says why, and never counts as limited.',
        schema: restrictionCheckResultSchema,
      },
    },
    problems: ['not-configured', 'sending-is-off', 'secret-unreadable'],
  },
  readCertificate: {
    method: 'GET',
    path: `${path}/certificate`,
    tag,
    summary: 'Read the public certificate, to upload it to Entra',
    description:
      'PEM, or DER with `Accept: application/pkix-cert`. The private key never leaves the server. Without a certificate: 404.',
    access: { people: 'admin', scope: 'configuration:read' },
    query: certificateQuerySchema,
    responses: {
      200: {
        description: 'The certificate, without its private key.',
        schema: null,
        mediaTypes: ['application/x-pem-file', 'application/pkix-cert'],
      },
    },
    problems: ['not-configured'],
  },
  readDraft: {
    method: 'GET',
    path: `${path}/draft`,
    tag: 'Office 365 draft',
    summary: 'Read the draft of the values',
    access: admins,
    responses: draft,
  },
  saveDraft: {
    method: 'PUT',
    path: `${path}/draft`,
    tag: 'Office 365 draft',
    summary: 'Save the draft of the values',
    description: 'Saves a value only if it is valid for its field. The response has the saved values.',
    access: admins,
    body: office365DraftSchema,
    responses: draft,
  },
  deleteDraft: {
    method: 'DELETE',
    path: `${path}/draft`,
    tag: 'Office 365 draft',
    summary: 'Delete the draft of the values',
    access: admins,
    responses: { 204: { description: 'The draft is deleted.', schema: null } },
  },
  readSameApplication: {
    method: 'GET',
    path: `${path}/same-application`,
    tag,
    summary: 'Check whether other bots use the same app, and list those that you can open',
    access: admins,
    query: applicationQuerySchema,
    responses: {
      200: {
        description:
          'Whether it is shared, which is the same for every caller, and the bots that you can open, by name.',
        schema: sameApplicationSchema,
      },
    },
  },
  applySecret: {
    method: 'POST',
    path: `${path}/same-application`,
    tag,
    summary: 'Apply the saved secret to other bots of the same application',
    refusedAs: 'office365.submitted',
    access: { ...admins, fresh: true },
    rateLimit: 'microsoft',
    body: applySecretSchema,
    responses: {
      200: { description: 'The result for each bot, in the order of the request.', schema: appliedSecretSchema },
    },
    problems: ['not-configured', 'secret-unreadable'],
  },
} as const satisfies Record<string, Endpoint>
