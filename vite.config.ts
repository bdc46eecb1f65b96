import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { compression } from 'vite-plugin-compression2'
import { defineConfig } from 'vitest/config'

const node = (name: string, folder: string, globalSetup: string[] = []) => ({
  extends: false as const,
  // Some tests start several processes at the same time on two cores.
  test: {
    name,
    environment: 'node',
    include: [`${folder}/src/**/*.test.ts`],
    globalSetup,
    testTimeout: 30_000,
    // The files of a worker share the loaded modules; each test still has its own server and data.
    isolate: false,
    hookTimeout: 60_000,
  },
})

/** The content security policy forbids code from text. zod tries it with its first schema, before a page could tell it not to. */
const zodWithoutEval = {
  name: 'zod-without-eval',
  transform: (code: string, id: string) =>
    id.endsWith('/zod/v4/core/core.js') ? `${code}\nglobalConfig.jitless = true` : null,
}

/** The members of an endpoint that only the server reads. What a page sends it knows from types only. */
const serverMembers =
  /^(tag|summary|description|headers|example|bodyExamples|problems|refusedAs|rateLimit|maxBodyBytes|body)$/

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

/** `app.tsx` turns off these elements of Mantine's provider, because the style sheets have their contents. */
const withoutMantineStyles: Plugin = {
  name: 'without-mantine-styles',
  apply: 'build',
  load: (id) => {
    const [, name] = /@mantine\/core\/esm\/.*\/(MantineCssVariables|MantineClasses)\.mjs$/.exec(id) ?? []
    return name ? `export const ${name} = () => null` : null
  },
}

/** What the router's code asks for options that are not set anywhere: instrumentation, and fetching a page before a click. */
const unsetRouterOptions = /init\.instrumentations|shouldPrefetch && !isAbsolute/g

const slimRouter: Plugin = {
  name: 'slim-router',
  apply: 'build',
  transform: (code, id) =>
    /\/react-router\/dist\/production\/lib\/(router\/router|dom\/lib)\.js$/.test(id)
      ? code.replaceAll(unsetRouterOptions, 'false')
      : null,
}

/** The web build (`vite`), and the test projects of the whole repository (`vitest`). */
export default defineConfig({
  root: 'apps/web',
  plugins: [
    react(),
    zodWithoutEval,
    slimEndpoints,
    withoutMantineStyles,
    slimRouter,
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(js|css|svg)$/, threshold: 1_000 }),
  ],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // One style sheet for all pages is smaller and faster than one per chunk. Supported browsers need no polyfill.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Code that most pages share is in one file, because forty small files load one after another and compress badly.
        codeSplitting: {
          groups: [
            {
              name: 'interface',
              test: /node_modules|apps\/web\/src\/ground\/|packages\/shared\/src\/[\w-]+\.ts$/,
              minShareCount: 6,
            },
            {
              name: 'setup',
              // A first visit does not show the texts of the other steps and of a configured bot.
              test: /apps\/web\/src\/mail\/(office365\/(?!step-texts|configured-texts)|pages\/)/,
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
      node('bff', 'apps/bff', ['apps/bff/build-for-tests.ts']),
      {
        extends: true,
        test: {
          name: 'web',
          environment: 'jsdom',
          include: ['apps/web/src/**/*.test.{ts,tsx}'],
          setupFiles: ['apps/web/src/ground/testing/setup.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
})
