/** Which part of the house may know which. The comment of a rule says where the code belongs instead. */
const anyFeature = '^apps/bff/src/features/([^/]+)/'
const test = '\\.test\\.tsx?$|/testing/'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or lack a third that both can use.',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere: is the dependency declared in this package?',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-imports-zod-alone',
      severity: 'error',
      comment: 'packages/shared runs in the browser, the server and the command line: no I/O, nothing but zod.',
      from: { path: '^packages/shared/src/', pathNot: test },
      to: { pathNot: '^packages/shared/src/|node_modules/(\\.pnpm/)?zod[@/]' },
    },
    {
      name: 'emulator-stays-outside',
      severity: 'error',
      comment: 'The emulator is a test double: only tests, e2e and bench may start it.',
      from: { path: '^apps/[^/]+/src/', pathNot: test },
      to: { path: '^packages/microsoft-emulator/' },
    },
    {
      name: 'emulator-stands-alone',
      severity: 'error',
      comment: 'The emulator must not share our reading of Microsoft, or both would be wrong together.',
      from: { path: '^packages/microsoft-emulator/src/' },
      to: { path: '^(apps|e2e|bench|packages/shared)/' },
    },
    {
      name: 'e2e-and-bench-see-the-product-from-outside',
      severity: 'error',
      comment: 'Drive the running product over HTTP; what is needed from within belongs into its API.',
      from: { path: '^(e2e|bench)/' },
      to: { path: '^apps/[^/]+/src/' },
    },
    {
      name: 'verbs-are-pure-of-transport-and-storage',
      severity: 'error',
      comment:
        'A rule of the product knows ports only. HTTP belongs into routes.ts, SQL into storage/, Microsoft into microsoft/.',
      from: { path: '^apps/bff/src/features/', pathNot: `/[^/]*routes\\.ts$|${test}` },
      to: {
        path: '^apps/bff/src/(storage|microsoft|http|config|app\\.ts|dependencies\\.ts)|node_modules/(\\.pnpm/)?(hono|@hono|drizzle-orm|better-sqlite3|undici|@azure)',
      },
    },
    {
      name: 'routes-know-no-storage',
      severity: 'error',
      comment: 'A route parses, calls one verb and presents. It is given its ports by dependencies.ts.',
      from: { path: '^apps/bff/src/(features/[^/]+/[^/]*routes|http/.+|app)\\.ts$' },
      to: {
        path: '^apps/bff/src/(storage|microsoft)/|node_modules/(\\.pnpm/)?(drizzle-orm|better-sqlite3|undici|@azure)',
      },
    },
    {
      name: 'features-meet-at-verbs-and-ports',
      severity: 'error',
      comment: "Another feature's routes are its own affair: import its verb, type or store.",
      from: { path: anyFeature },
      to: { path: '^apps/bff/src/features/([^/]+)/[^/]*routes\\.ts$', pathNot: '^apps/bff/src/features/$1/' },
    },
    {
      name: 'engines-implement-ports',
      severity: 'error',
      comment:
        'storage/, microsoft/ and secrets/ implement ports and do not know each other; dependencies.ts joins them.',
      from: { path: '^apps/bff/src/(storage|microsoft|secrets)/', pathNot: test },
      to: {
        path: '^apps/bff/src/(storage|microsoft|secrets|http|app\\.ts|dependencies\\.ts)',
        pathNot: '^apps/bff/src/($1/|secrets/(secret|key-ring)\\.ts)',
      },
    },
    {
      name: 'one-composition-root',
      severity: 'error',
      comment: 'Only dependencies.ts opens storage, secrets and Microsoft together.',
      from: { path: '^apps/bff/src/', pathNot: `^apps/bff/src/(dependencies\\.ts|storage/)|${test}` },
      to: { path: '^apps/bff/src/storage/' },
    },
    {
      name: 'nothing-imports-an-entry',
      severity: 'error',
      comment: 'main.ts and cli.ts start the process; what others need of them belongs into a module of its own.',
      from: {},
      to: { path: '^apps/(bff|web)/src/(main|cli)\\.tsx?$' },
    },
    {
      name: 'web-layers',
      severity: 'error',
      comment: 'lib knows nothing above it, components know lib, features know both.',
      from: { path: '^apps/web/src/(lib|components)/', pathNot: test },
      to: { path: '^apps/web/src/(features|app)/' },
    },
    {
      name: 'web-lib-is-lowest',
      severity: 'error',
      comment: 'lib is used by components, not the other way round.',
      from: { path: '^apps/web/src/lib/' },
      to: { path: '^apps/web/src/components/' },
    },
    {
      name: 'web-features-stand-alone',
      severity: 'error',
      comment: 'What two features need belongs into components/ or lib/, or the page in app/ joins them.',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      comment: 'The browser speaks HTTP with the server, and shares packages/shared with it.',
      from: { path: '^apps/web/src/' },
      to: { path: '^apps/bff/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/|node_modules/\\.cache/' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default', 'node'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.css'],
    },
  },
}
