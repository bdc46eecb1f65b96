import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import {
  createdIntakeLinkSchema,
  createIntakeLinkSchema,
  intakeApplicationSchema,
  intakeLinkListSchema,
  intakeResultSchema,
  intakeSchema,
  intakeSharingSchema,
  preparedIntakeSchema,
  prepareIntakeSchema,
  readIntakeSchema,
  submitIntakeSchema,
} from '../intake-link.ts'
import { configurationViewSchema } from '../office365-configuration.ts'

const tag = 'Intake links'
const path = '/bots/:botId/intake-links'
const admins = { people: 'admin' } as const
const freshAdmins = { people: 'admin', fresh: true } as const
const verdicts = ['microsoft-rejected-values', 'microsoft-throttled', 'microsoft-unreachable'] as const

export const intakeLinkEndpoints = {
  listIntakeLinks: {
    method: 'GET',
    path,
    tag,
    summary: 'List the intake links of a bot, with the values that were entered',
    access: admins,
    responses: {
      200: { description: 'The links, newest first; never a token or a secret.', schema: intakeLinkListSchema },
    },
  },
  createIntakeLink: {
    method: 'POST',
    path,
    tag,
    summary: 'Create a one-time link that lets another person enter the values',
    refusedAs: 'intake-link.created',
    access: freshAdmins,
    body: createIntakeLinkSchema,
    isBodyOptional: true,
    responses: { 201: { description: 'Only this response has the URL.', schema: createdIntakeLinkSchema } },
  },
  revokeIntakeLink: {
    method: 'DELETE',
    path: `${path}/:intakeLinkId`,
    tag,
    summary: 'Revoke a link, and delete the values that were entered',
    refusedAs: 'intake-link.revoked',
    access: admins,
    responses: { 204: { description: 'The link no longer works.', schema: null } },
    problems: ['not-possible-now'],
  },
  approveIntakeLink: {
    method: 'POST',
    path: `${path}/:intakeLinkId/approve`,
    tag,
    summary: 'Approve: check the values from a link with Microsoft again, save and lock them',
    refusedAs: 'intake-link.approved',
    access: freshAdmins,
    rateLimit: 'microsoft',
    responses: {
      200: {
        description: 'The configuration, without its secret.',
        schema: configurationViewSchema,
        headers: { ETag: { description: 'The version, for `If-Match`.', schema: z.string() } },
      },
    },
    problems: [
      ...verdicts,
      'invalid-request',
      'not-possible-now',
      'configuration-locked',
      'configuration-changed',
      'secret-unreadable',
    ],
  },
  readIntake: {
    method: 'POST',
    path: '/intake/read',
    tag,
    summary: 'Read what a link asks for',
    access: 'anyone',
    ignoresInvalidCredentials: true,
    body: readIntakeSchema,
    responses: { 200: { description: 'The bot whose values are asked for.', schema: intakeSchema } },
    problems: ['not-found'],
  },
  readIntakeSharing: {
    method: 'POST',
    path: '/intake/same-application',
    tag,
    summary: 'Check whether other bots use the app that was entered through a link',
    access: 'anyone',
    ignoresInvalidCredentials: true,
    body: intakeApplicationSchema,
    responses: {
      200: { description: 'Whether the app is shared. The response names no bot.', schema: intakeSharingSchema },
    },
    problems: ['not-found'],
  },
  submitIntake: {
    method: 'POST',
    path: '/intake/submit',
    tag,
    summary: 'Submit values through a link: they are checked with Microsoft and wait for approval',
    access: 'anyone',
    ignoresInvalidCredentials: true,
    body: submitIntakeSchema,
    responses: {
      200: { description: 'Microsoft accepted the values. The link no longer works.', schema: intakeResultSchema },
    },
    problems: ['not-found', 'not-possible-now', ...verdicts],
  },
  prepareIntake: {
    method: 'POST',
    path: '/intake/prepare',
    tag,
    summary: 'Submit values through a link for a certificate or a federated credential, which the server creates',
    access: 'anyone',
    ignoresInvalidCredentials: true,
    body: prepareIntakeSchema,
    responses: {
      200: {
        description: 'Microsoft knows the tenant and the app. The response says what to register there.',
        schema: preparedIntakeSchema,
      },
    },
    problems: ['not-found', 'not-possible-now', ...verdicts],
  },
  checkIntake: {
    method: 'POST',
    path: '/intake/check',
    tag,
    summary: 'Check through a link whether Entra accepts the certificate or the federated credential yet',
    access: 'anyone',
    ignoresInvalidCredentials: true,
    body: readIntakeSchema,
    responses: {
      200: {
        description: 'What was found. A failed check is a successful response. Nothing is sent.',
        schema: preparedIntakeSchema,
      },
    },
    problems: ['not-found', 'secret-unreadable'],
  },
} as const satisfies Record<string, Endpoint>
