import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { defineConfig } from 'vitest/config'
import { slimMantine, slimRouter } from './apps/web/build/slim-libraries.ts'

interface Files {
  include?: string[]
  exclude?: string[]
  isolate?: boolean
}

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

/** The members of an endpoint that only the server reads. What a page sends it knows from types only. */
const serverMembers =
  /^(tag|summary|description|headers|example|bodyExamples|problems|refusedAs|rateLimit|ignoresInvalidCredentials|maxBodyBytes|params|query|body)$/

interface Member {
  key: { name?: string }
  start: number
  end: number
}

const isMember = (node: object): node is Member => 'type' in node && node.type === 'Property'

function findServerMembers(node: unknown): Member[] {
  if (typeof node !== 'object' || node === null) return []
  if (isMember(node) && serverMembers.test(node.key.name ?? '')) return [node]
  return Object.values(node).flatMap(findServerMembers)
}

/** Leaves out of the pages what only the server reads in the table of endpoints. */
const slimEndpoints: Plugin = {
  name: 'slim-endpoints',
  apply: 'build',
  transform(code, id) {
    if (!/packages\/shared\/src\/endpoints\/[\w-]+\.ts$/.test(id)) return null
    return findServerMembers(this.parse(code)).reduceRight(
      (rest, { start, end }) => rest.slice(0, start) + rest.slice(end).replace(/^\s*,/, ''),
      code,
    )
  },
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
        // Code that most pages share is in one file, because forty small files load one after another and compress badly.
        codeSplitting: {
          groups: [
            {
              name: 'interface',
              test: /node_modules(?!.*\/(NativeSelect|Combobox|Tabs|create-scoped-keydown-handler)\/)|apps\/web\/src\/ground\/(?!components\/(text-block|empty-state|tabs))|packages\/shared\/src\/(?!configuration-values|submitted-credential|read-office365-field|find-value|client-secret|message)[\w-]+\.ts$/,
              minShareCount: 6,
            },
            {
              name: 'values',
              // What reads the values that a person enters.
              test: /packages\/shared\/src\/(configuration-values|submitted-credential|read-office365-field|find-value|client-secret)/,
              includeDependenciesRecursively: false,
            },
            {
              name: 'status',
              test: /apps\/web\/src\/(mail\/(describe-status|needs-registration)|ground\/(refresh|components\/(status-line|updated|keep-in-place)))/,
              includeDependenciesRecursively: false,
            },
            {
              name: 'wizard',
              // Both states of the configuration's page show these.
              test: /apps\/web\/src\/mail\/(pages\/configuration-page|office365\/components\/(configuration-(section|form\.module|fields\.module)|setup-status|changed-notice|office365-field)|intake-links\/components\/waiting-notice)|ground\/components\/(check-list|jump-link)/,
              includeDependenciesRecursively: false,
            },
            {
              name: 'form',
              test: /apps\/web\/src\/mail\/office365\/(components\/(configuration-form\.tsx|configuration-fields\.tsx|credential-fields|paste-area|submit-|expiry-field|leave-guard|fault-summary|cancel-reset)|use-configuration-form|form-texts|form-values|find-faults|read-paste|secret-lifetimes|without-reset|draft-values)|packages\/shared\/src\/readable-draft/,
              includeDependenciesRecursively: false,
            },
            {
              name: 'configured',
              test: /apps\/web\/src\/mail\/(office365\/(components\/(locked-configuration|reset-configuration|configured-sections|setup-facts|remove-configuration|renew-secret|changed-by-key|access-section|test-)|configured-texts)|pages\/(daily-mail|facts-with-failure)|messages\/(messages-query|search-address|line-texts|components\/(latest-messages|state-badge)))|ground\/components\/fold|packages\/shared\/src\/(endpoints\/)?message/,
              includeDependenciesRecursively: false,
            },
            {
              name: 'setup',
              // A first visit does not show the texts of the other steps and of a configured bot.
              test: /apps\/web\/src\/mail\/(office365\/(?!step-texts|configured-texts|form-texts)|pages\/)/,
              minShareCount: 7,
              includeDependenciesRecursively: false,
            },
          ],
        },
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
      node('bff', 'apps/bff', serverSetup, { exclude: [...ofSeveralServers, ...withMovedClock] }),
      node('moved-clock', 'apps/bff', serverSetup, { include: withMovedClock, isolate: true }),
      node('several-servers', 'apps/bff', serverSetup, { include: ofSeveralServers }),
      {
        extends: true,
        test: {
          name: 'web',
          environment: 'jsdom',
          include: ['apps/web/{src,build}/**/*.test.{ts,tsx}'],
          setupFiles: ['apps/web/src/ground/testing/setup.ts'],
          // Otherwise style sheets are empty in tests.
          css: { include: [/host-theme\.css/] },
          testTimeout: 30_000,
        },
      },
    ],
  },
})
