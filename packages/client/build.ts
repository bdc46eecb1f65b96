import { execFile } from 'node:child_process'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'

const folder = import.meta.dirname
const root = join(folder, '../..')

/** Writes `client.js`: one file without imports, for Node and browsers. */
export async function buildClient(output: string): Promise<void> {
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: output,
      emptyOutDir: true,
      target: 'es2022',
      lib: { entry: join(folder, 'src/index.ts'), formats: ['es'], fileName: () => 'client.js' },
    },
  })
}

/** Writes the declarations that the type check makes. */
async function buildDeclarations(output: string): Promise<void> {
  await promisify(execFile)('tsc', ['-b', folder], { shell: process.platform === 'win32' })
  await cp(join(root, 'node_modules/.cache/tsc/packages/client/src'), join(output, 'types'), {
    recursive: true,
    filter: (file) => !/\.test\.d\.ts$/.test(file),
  })
}

/** Writes a package for programs outside this repository: it has no dependencies. */
export async function buildPackage(output: string): Promise<void> {
  await buildClient(output)
  await buildDeclarations(output)
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'))
  const { version, license } = await read(join(root, 'package.json'))
  const { name, description, type, sideEffects } = await read(join(folder, 'package.json'))
  const exports = { '.': { types: './types/index.d.ts', default: './client.js' } }
  const manifest = { name, version, description, license, type, sideEffects, exports }
  await writeFile(join(output, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  await cp(join(folder, 'README.md'), join(output, 'README.md'))
  await cp(join(root, 'LICENSE'), join(output, 'LICENSE'))
}

if (import.meta.main) await buildPackage(join(folder, 'dist'))
