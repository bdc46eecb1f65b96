/** Which part of the house may know which. The comment of a rule says where the code belongs instead. */
const microsoft = '^apps/bff/src/mail/microsoft/(?!(entra|mail-submission)\\.ts$)'
/** Where the outside is spoken to: HTTP, Microsoft, the identity provider, webhooks, cookies. */
const adapter =
  '/[^/]*routes\\.ts$|/mail/(ports\\.ts|microsoft/|alerts/(webhook-sender|public-address)|sending/metrics)|/shell/sessions/(authenticate|signed-in-person|open-id-provider|[a-z-]*cookie)\\.ts$'
const test = '\\.test\\.tsx?$|/testing/'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two modules that need each other are one module, or lack a third that both can use.',
      from: {},
      to: { circular: true },
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
      name: 'mail-knows-no-host',
      severity: 'error',
      comment: 'What the mail feature needs of its host stands in mail/ports.ts; shell/ is one host of several.',
      from: { path: '^apps/bff/src/mail/', pathNot: test },
      to: { path: '^apps/bff/src/(shell|config|storage|commands)/|^apps/bff/src/[^/]+\\.ts$' },
    },
    {
      name: 'ground-knows-no-building',
      severity: 'error',
      comment: 'ground/ is under mail/ and shell/: what knows one of them belongs into it.',
      from: { path: '^apps/bff/src/ground/', pathNot: test },
      to: { path: '^apps/bff/src/(mail|shell|config|storage|commands)/|^apps/bff/src/[^/]+\\.ts$' },
    },
    {
      name: 'shell-meets-mail-at-its-ports',
      severity: 'error',
      comment:
        'The stand-in dashboard is a host like any other: it knows mail/ports.ts, and app.ts mounts the feature.',
      from: { path: '^apps/bff/src/shell/', pathNot: test },
      to: { path: '^apps/bff/src/(mail/(?!ports\\.ts)|config|storage|commands)|^apps/bff/src/[^/]+\\.ts$' },
    },
    {
      name: 'verbs-are-pure-of-transport-and-storage',
      severity: 'error',
      comment:
        'A rule of the product knows ports only. HTTP belongs into routes.ts, SQL into storage/, Microsoft into mail/microsoft/.',
      from: { path: '^apps/bff/src/(mail|shell)/', pathNot: `${adapter}|${test}` },
      to: {
        path: `${microsoft}|^apps/bff/src/ground/http/(?!principal)|node_modules/(\\.pnpm/)?(hono|@hono|drizzle-orm|better-sqlite3|undici|@azure|openid-client)`,
      },
    },
    {
      name: 'routes-know-no-storage',
      severity: 'error',
      comment: 'A route parses, calls one verb and presents. dependencies.ts gives it its ports.',
      from: { path: '^apps/bff/src/(mail/.+routes|shell/.+routes|ground/http/.+|app)\\.ts$', pathNot: test },
      to: {
        path: `${microsoft}|^apps/bff/src/storage/|node_modules/(\\.pnpm/)?(drizzle-orm|better-sqlite3|undici|@azure)`,
      },
    },
    {
      name: 'features-meet-at-verbs-and-ports',
      severity: 'error',
      comment: "Another feature's routes are its own affair: import its verb, type or store.",
      from: { path: '^apps/bff/src/(mail|shell)/([^/]+)/' },
      to: { path: '^apps/bff/src/(mail|shell)/([^/]+)/[^/]*routes\\.ts$', pathNot: '^apps/bff/src/$1/$2/' },
    },
    {
      name: 'engines-implement-ports',
      severity: 'error',
      comment:
        'storage/, mail/microsoft/ and ground/secrets/ implement ports and do not know each other; dependencies.ts joins them.',
      from: { path: '^apps/bff/src/(storage|mail/microsoft|ground/secrets)/', pathNot: test },
      to: {
        path: '^apps/bff/src/(storage|mail/microsoft|ground/secrets|ground/http|app\\.ts|dependencies\\.ts)',
        pathNot:
          '^apps/bff/src/($1/|ground/secrets/(secret|key-ring)\\.ts|mail/microsoft/(entra|mail-submission)\\.ts)',
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
      name: 'web-ground-is-lowest',
      severity: 'error',
      comment: 'ground/ has no domain: what knows mail or the dashboard belongs into mail/ or shell/.',
      from: { path: '^apps/web/src/ground/', pathNot: test },
      to: { path: '^apps/web/src/(mail|shell)/|^apps/web/src/[^/]+\\.tsx?$' },
    },
    {
      name: 'web-mail-knows-no-host',
      severity: 'error',
      comment: 'What mail pages need of their host stands in mail/host.ts.',
      from: { path: '^apps/web/src/mail/', pathNot: test },
      to: { path: '^apps/web/src/shell/|^apps/web/src/[^/]+\\.tsx?$' },
    },
    {
      name: 'web-shell-meets-mail-at-its-ports',
      severity: 'error',
      comment: 'The shell knows the addresses, names and status words of mail; create-router.tsx mounts its pages.',
      from: { path: '^apps/web/src/shell/', pathNot: test },
      to: {
        path: '^apps/web/src/mail/',
        pathNot: '^apps/web/src/mail/(host|paths|texts|describe-status|send-example)\\.ts$',
      },
    },
    {
      name: 'web-features-stand-alone',
      severity: 'error',
      comment: 'What two features need belongs into ground/, or a page in pages/ joins them.',
      from: {
        path: '^apps/web/src/(mail|shell)/([^/]+)/',
        pathNot: `^apps/web/src/(mail|shell)/(pages|navigation)/|${test}`,
      },
      to: { path: '^apps/web/src/(mail|shell)/([^/]+)/', pathNot: '^apps/web/src/$1/$2/' },
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
