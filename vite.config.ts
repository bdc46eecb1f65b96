import react from '@vitejs/plugin-react'
import { compression } from 'vite-plugin-compression2'
import { defineConfig } from 'vitest/config'
import { chunks } from './apps/web/build/chunks.ts'
import { slimEndpoints } from './apps/web/build/slim-endpoints.ts'
import { slimMantine, slimRouter } from './apps/web/build/slim-libraries.ts'

interface Files {
  include?: string[]
  exclude?: string[]
  isolate?: boolean
}

/** A busy machine may need longer than the default of one second. */
const patient = { poll: { timeout: 10_000 } }

const node = (
  name: string,
  folder: string,
  globalSetup: string[] = [],
  { include, exclude = [], isolate = false }: Files = {},
) => ({
  extends: false as const,
  // Some tests start several processes at the same time on two cores.
  test: {
    name,
    environment: 'node',
    include: include ?? [`${folder}/src/**/*.test.ts`],
    exclude,
    globalSetup,
    testTimeout: 30_000,
    expect: patient,
    // The files of a worker share the loaded modules; each test still has its own server and data.
    isolate,
    hookTimeout: 60_000,
  },
})

const serverSetup = ['apps/bff/build-for-tests.ts', 'apps/bff/start-postgres-for-tests.ts']

/** Three servers and a database take all of two cores, so nothing else runs beside them. */
const ofSeveralServers = ['several-servers', 'database-faults'].map(
  (name) => `apps/bff/src/storage/postgres/${name}.test.ts`,
)

/** They open the storage of one engine, or of each, whatever this is. */
const ofEngines = /^postgres/.test(process.env['DATABASE_URL'] ?? '')
  ? ['apps/bff/src/storage/**', 'apps/bff/src/ground/file-owner.test.ts']
  : []

/** They move the clock of their process, and IDs of later tests in it would be those of the moved time. */
const withMovedClock = [
  'mail/credentials/credentials',
  'mail/federation/federation',
  'shell/host-sign-in/host-sign-in',
].map((name) => `apps/bff/src/${name}.test.ts`)

/** The content security policy forbids code from text. zod tries it with its first schema, before a page could tell it not to. */
const zodWithoutEval = {
  name: 'zod-without-eval',
  transform: (code: string, id: string) =>
    id.endsWith('/zod/v4/core/core.js') ? `${code}\nglobalConfig.jitless = true` : null,
}

/** The web build (`vite`), and the test projects of the whole repository (`vitest`). */
export default defineConfig({
  root: 'apps/web',
  // The pages may be served below any path: the server completes the addresses in the document.
  base: './',
  plugins: [
    react(),
    zodWithoutEval,
    slimEndpoints,
    slimMantine,
    slimRouter,
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|svg)$/, threshold: 1_000 }),
  ],
  css: { modules: { generateScopedName: '[hash:base64:5]' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Says what the names of files mean.
    manifest: true,
    // One style sheet for all pages is smaller and faster than one per chunk. Supported browsers need no polyfill.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // A schema that a page does not use is left out, although methods are called to make it.
      treeshake: { manualPureFunctions: ['z'], propertyReadSideEffects: false },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: {
        // Shorter than names that people can read: every page has the names of all files that it may need.
        entryFileNames: 'assets/[hash].js',
        chunkFileNames: 'assets/[hash].js',
        codeSplitting: { groups: chunks },
      },
    },
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ['/api', '/healthz', '/readyz', '/metrics'].map((path) => [path, 'http://localhost:3000']),
    ),
  },
  test: {
    root: import.meta.dirname,
    coverage: { provider: 'v8', reporter: ['text'], include: ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.ts'] },
    projects: [
      { extends: false, test: { name: 'repository', environment: 'node', include: ['.ci/*.test.ts'] } },
      {
        extends: false,
        test: { name: 'bench', environment: 'node', include: ['bench/**/*.test.ts'], testTimeout: 30_000 },
      },
      node('shared', 'packages/shared'),
      node('microsoft-emulator', 'packages/microsoft-emulator'),
      node('client', 'packages/client'),
      node('bff', 'apps/bff', serverSetup, { exclude: [...ofSeveralServers, ...withMovedClock, ...ofEngines] }),
      node('moved-clock', 'apps/bff', serverSetup, { include: withMovedClock, isolate: true }),
      node('several-servers', 'apps/bff', serverSetup, { include: ofSeveralServers }),
      {
        extends: true,
        test: {
          name: 'web',
          environment: 'jsdom',
          // The files of a worker share the loaded modules and the window.
          isolate: false,
          include: ['apps/web/{src,build}/**/*.test.{ts,tsx}'],
          setupFiles: ['apps/web/src/ground/testing/setup.ts'],
          // Otherwise style sheets are empty in tests.
          css: { include: [/host-theme\.css/] },
          testTimeout: 30_000,
          expect: patient,
        },
      },
    ],
  },
})
