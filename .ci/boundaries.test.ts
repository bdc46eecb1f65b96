import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findViolations } from './boundaries.ts'

const folder = mkdtempSync(join(tmpdir(), 'boundaries-'))
afterAll(() => rmSync(folder, { recursive: true }))

const planted = {
  'apps/bff/src/storage/store.ts': 'export const store = 1',
  'apps/bff/src/mail/things/routes.ts': 'export const routes = 1',
  'apps/bff/src/mail/things/save-thing.ts': "export { store } from '../../storage/store.ts'",
  'apps/bff/src/mail/others/save-other.ts': "export { routes } from '../things/routes.ts'",
  'apps/bff/src/mail/others/read-person.ts': "export type { Person } from '../../shell/people/person.ts'",
  'apps/bff/src/shell/people/person.ts': 'export interface Person { id: string }',
  'apps/bff/src/ground/below.ts': "export type { Person } from '../shell/people/person.ts'",
  'apps/bff/src/mail/one/first.ts': "export type { Second } from '../other/second.ts'",
  'apps/bff/src/mail/other/second.ts': 'export interface Second { id: string }',
  'apps/bff/src/mail/other/third.ts': "export type { Fourth } from '../one/fourth.ts'",
  'apps/bff/src/mail/one/fourth.ts': 'export interface Fourth { id: string }',
  'apps/bff/src/mail/one/send-secret.ts': 'export const send = (secret: any) => fetch(secret.reveal())',
  'apps/bff/src/mail/one/open-thing.ts': 'export const open = (vault: any) => vault.open()',
  'apps/bff/src/ground/secrets/vault.ts': 'export const revealsNothing = 1',
  'apps/web/src/ground/client.ts': "export { page } from '../shell/page.ts'",
  'apps/web/src/mail/link.ts': "export { page } from '../shell/page.ts'",
  'apps/web/src/shell/page.ts': 'export const page = 1',
  'apps/web/src/mail/send.ts': "export { call } from '../../../../packages/client/src/call.ts'",
  'packages/client/src/call.ts': "export { endpoint as call } from '../../shared/src/endpoints/messages.ts'",
  'packages/client/src/row.ts': "export type { Endpoint } from '../../shared/src/endpoints/messages.ts'",
  'packages/client/src/read.ts': "export { schema } from '../../shared/src/message.ts'",
  'packages/shared/src/endpoints/messages.ts': 'export interface Endpoint { path: string }\nexport const endpoint = 1',
  'packages/shared/src/message.ts': 'export const schema = 1',
}

it('finds every planted violation', async () => {
  for (const [file, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const violations = await findViolations(Object.keys(planted), folder)
  expect(violations.map((line) => line.slice(0, line.indexOf(':'))).sort()).toEqual([
    'client-imports-only-types-of-the-table',
    'client-needs-no-package',
    'features-meet-at-verbs-and-ports',
    'ground-knows-no-building',
    'mail-knows-no-host',
    'mail-knows-no-host',
    'no-folder-cycles',
    'one-composition-root',
    'product-needs-no-client',
    'sealed-values-open-in-one-place',
    'secrets-stay-in-their-type',
    'secrets-stay-in-their-type',
    'web-ground-is-lowest',
    'web-mail-knows-no-host',
  ])
})

it('reports a source file that was not read', async () => {
  const file = 'apps/web/dist/page.ts'
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), 'export {}')
  expect(await findViolations([file], folder)).toEqual([`not read by the boundary check: ${file}`])
})
