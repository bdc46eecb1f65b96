import { configurationFileName, configurationFileSchema, maxFileBytes, sentFileSchema } from '../configuration-file.ts'
import { importPlanSchema, importRequestSchema, importResultSchema } from '../configuration-import.ts'
import type { Endpoint } from '../endpoint.ts'

const tag = 'Configurations of many bots'

const file = {
  format: 'office365-email-configurations',
  version: 1,
  bots: [
    {
      id: 'orders',
      name: 'Orders',
      office365: {
        userEmail: 'orders@contoso.com',
        clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
        tenantId: '5b1f7c3e-8d7a-4f2e-9c61-2a4b8d9e0f12',
        userId: '9c858901-8a57-4791-81fe-4c455b099bc9',
        cloud: 'global',
        secretExpiresOn: '2027-05-03',
      },
    },
    { id: 'reports', name: 'Reports', office365: null },
  ],
} as const

export const configurationsEndpoints = {
  exportConfigurations: {
    method: 'GET',
    path: '/configurations/export',
    tag,
    summary: 'Export the bots that you may see, with their values, as one file',
    description:
      'The file never contains a secret. It has the values that mail is sent with; for a bot that was never configured, the complete values that wait for their client secret, otherwise `null`. The order and the format are always the same, so that Git can compare two exports.',
    access: { people: 'admin', scope: 'configuration:read' },
    savedAs: configurationFileName,
    responses: {
      200: { description: 'The file.', schema: configurationFileSchema, example: file },
    },
  },
  planImport: {
    method: 'POST',
    path: '/configurations/plan',
    tag,
    summary: 'Compare a file with the bots here, and plan its import; changes nothing',
    description:
      'For each bot of the file, in its order: what an import by the same caller would do, and each value that differs. A key that may only read can compare.',
    access: { people: 'admin', scope: 'configuration:read' },
    maxBodyBytes: maxFileBytes,
    body: sentFileSchema,
    bodyExamples: { file: { summary: 'An export', value: file } },
    responses: { 200: { description: 'The plan.', schema: importPlanSchema } },
  },
  importConfigurations: {
    method: 'POST',
    path: '/configurations/import',
    tag,
    summary: 'Import a file exactly as planned',
    description:
      'Creates and renames bots, and saves values as drafts: a person then enters the client secret and submits them. Until then, mail is sent with the configuration that is saved now. If something changed after the plan was made, nothing is done.',
    refusedAs: 'configurations.imported',
    access: { people: 'admin', scope: 'configuration:write' },
    maxBodyBytes: maxFileBytes + 1_000,
    body: importRequestSchema,
    bodyExamples: {
      file: {
        summary: 'An export, with the digest of its plan',
        value: { digest: 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE', file },
      },
    },
    responses: { 200: { description: 'What was done with each bot.', schema: importResultSchema } },
    problems: ['plan-changed'],
  },
} as const satisfies Record<string, Endpoint>
