import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildPackage } from '../build.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-client-'))
  await buildPackage(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const importsOf = (text: string) =>
  Array.from(
    text.matchAll(/\bfrom\s*['"]([^'"]+)['"]|\bimport\(?\s*['"]([^'"]+)['"]/g),
    ([, from, bare]) => from ?? bare,
  )

it('is one file under 5 kB that imports nothing', async () => {
  const text = await readFile(join(folder, 'client.js'), 'utf8')
  expect(text).toContain('createMailClient')
  expect(importsOf(text)).toEqual([])
  expect(gzipSync(text).length).toBeLessThan(5_000)
})

it('is a package without dependencies, with the version of the product', async () => {
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'))
  const { version, exports, ...manifest } = await read(join(folder, 'package.json'))
  expect(version).toBe((await read(join(import.meta.dirname, '../../../package.json'))).version)
  expect(exports).toEqual({ '.': { types: './types/index.d.ts', default: './client.js' } })
  expect(Object.keys(manifest)).toEqual(['name', 'description', 'license', 'type', 'sideEffects'])
})

it('has declarations that need no other package', async () => {
  const files = await readdir(join(folder, 'types'))
  const texts = await Promise.all(files.map((file) => readFile(join(folder, 'types', file), 'utf8')))
  expect(files).toContain('index.d.ts')
  expect(files.filter((file) => file.includes('.test.'))).toEqual([])
  expect(texts.flatMap(importsOf).filter((from) => !from?.startsWith('./'))).toEqual([])
})
