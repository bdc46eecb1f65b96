import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStorage } from '../storage/open-storage.ts'

let template: Promise<Buffer> | undefined

async function createTemplate(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-template-'))
  const file = join(folder, 'template.db')
  const storage = await openStorage({ engine: 'sqlite', file })
  await storage.close()
  const content = await readFile(file)
  await rm(folder, { recursive: true })
  return content
}

/** Writes an SQLite database with the current schema. Copying one is faster than migrating each. */
export async function writeMigratedFile(file: string): Promise<void> {
  template ??= createTemplate()
  await writeFile(file, await template, { mode: 0o600 })
}
