import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')

const run = (program: string, ...argumentList: string[]) =>
  promisify(execFile)(process.execPath, ['--import', './apps/bff/require-node.js', program, ...argumentList], {
    cwd: root,
  })

/**
 * Builds the pages of the example dashboard, and names their folder in `HOST_PAGES`. Playwright runs this once before
 * the tests, because two workers must not build the same package at the same time.
 */
export default async function buildHostPages(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-pages-'))
  await run('apps/web/build/build-mail.ts')
  await run('examples/host-dashboard/build.ts', folder)
  process.env['HOST_PAGES'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
