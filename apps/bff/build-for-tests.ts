import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { buildServer, programs } from './build.ts'

/** Vitest and Playwright run this once before the tests: a bundle starts with a quarter of the CPU time of the sources. */
export default async function buildForTests(): Promise<() => Promise<void>> {
  // Two runs at the same time do not share a folder. Like `dist`, it is as deep as `src`.
  const folder = join(import.meta.dirname, `dist-${process.pid}`)
  await buildServer(folder, programs)
  process.env['BUILT_SERVER'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
