import { execFile } from 'node:child_process'
import { cp, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { build, type Plugin } from 'vite'

const folder = import.meta.dirname
export const programs = ['main', 'cli']

/** V8 keeps a file with any other character in twice the memory, and Node takes longer to read it. */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk')
        chunk.code = chunk.code.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
  },
}

/**
 * One file instead of a thousand: the server starts in a fifth of the time and needs a third of the memory.
 * `better-sqlite3` stays outside, as it brings a native library.
 */
export async function buildServer(output: string, entries: string[]): Promise<void> {
  await rm(output, { recursive: true, force: true })
  await build({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    plugins: [asciiOnly],
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: output,
      target: 'node24',
      copyPublicDir: false,
      rolldownOptions: {
        input: entries.map((entry) => join(folder, `src/${entry}.ts`)),
        output: { chunkFileNames: '[name]-[hash].js', entryFileNames: '[name].js' },
      },
    },
  })
  for (const migrations of ['sqlite/migrations', 'postgres/postgres-migrations'])
    await cp(join(folder, 'src/storage', migrations), join(output, basename(migrations)), { recursive: true })
}

if (import.meta.main) {
  const output = join(folder, 'dist')
  await buildServer(output, [...programs, 'start-server'])
  // Loads the server once, so that Node keeps its compiled code where `src/main.ts` looks for it.
  const script = `require('node:module').enableCompileCache('compile-cache'); import('./start-server.js')`
  await promisify(execFile)(process.execPath, ['--eval', script], { cwd: output })
}
