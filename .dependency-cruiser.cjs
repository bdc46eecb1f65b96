/** Which folders may import which. The comment of each rule says where the code belongs instead. */
const microsoft = '^apps/bff/src/mail/microsoft/(?!(entra|mail-submission)\\.ts$)'
/** Files that talk to the outside: HTTP, Microsoft, the identity provider, webhooks, cookies. */
const adapter =
  '/[^/]*routes\\.ts$|/mail/((ports|create-mail)\\.ts|microsoft/|alerts/(webhook-sender|public-address)|credentials/azure-credential|federation/serve-issuer|sending/metrics)|/shell/sessions/(authenticate|credentials|signed-in-person|open-id-provider|[a-z-]*cookie)\\.ts$'
const test = '\\.test\\.tsx?$|/testing/'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Merge two modules that import each other, or move what both need into a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import cannot be resolved. Is the dependency declared in this package?',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-imports-only-zod',
      severity: 'error',
      comment:
        'packages/shared runs in the browser, the server and the command line: no I/O, and no dependency except zod.',
      from: { path: '^packages/shared/src/', pathNot: test },
      to: { pathNot: '^packages/shared/src/|node_modules/(\\.pnpm/)?zod[@/]' },
    },
    {
      name: 'emulator-stays-outside',
      severity: 'error',
      comment: 'The emulator is a test double. Only tests, e2e and bench may start it.',
      from: { path: '^apps/[^/]+/src/', pathNot: test },
      to: { path: '^packages/microsoft-emulator/' },
    },
    {
      name: 'emulator-is-independent',
      severity: 'error',
      comment:
        'The emulator must not share code with the product, or both would have the same mistakes about Microsoft.',
      from: { path: '^packages/microsoft-emulator/src/' },
      to: { path: '^(apps|e2e|bench|examples|packages/shared)/' },
    },
    {
      name: 'client-needs-no-package',
      severity: 'error',
      comment:
        'packages/client is loaded by other programs and pages: no dependency, and of packages/shared only types and endpoint.ts.',
      from: { path: '^packages/client/src/', pathNot: test },
      to: { pathNot: '^packages/client/src/|^packages/shared/src/(endpoint\\.ts|endpoints/)' },
    },
    {
      name: 'client-imports-only-types-of-the-table',
      severity: 'error',
      comment: 'The table of endpoints contains zod. Import types from it.',
      from: { path: '^packages/client/src/', pathNot: test },
      to: { path: '^packages/shared/src/endpoints/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'product-needs-no-client',
      severity: 'error',
      comment: 'packages/client is for other programs. The pages have ground/api-client.ts.',
      from: { path: '^apps/[^/]+/src/', pathNot: test },
      to: { path: '^packages/client/' },
    },
    {
      name: 'others-see-the-product-from-outside',
      severity: 'error',
      comment: 'Use the running product over HTTP, or its entries for a host. If that is not enough, extend its API.',
      from: { path: '^(e2e|bench|examples)/' },
      to: { path: '^apps/[^/]+/src/', pathNot: '^apps/(web/src/mail/index|bff/src/mount-mail)\\.ts$' },
    },
    {
      name: 'mail-knows-no-host',
      severity: 'error',
      comment: 'Declare what the mail feature needs from its host in mail/ports.ts. shell/ is only one possible host.',
      from: { path: '^apps/bff/src/mail/', pathNot: test },
      to: { path: '^apps/bff/src/(shell|config|storage|commands)/|^apps/bff/src/[^/]+\\.ts$' },
    },
    {
      name: 'ground-knows-no-building',
      severity: 'error',
      comment: 'ground/ is below mail/ and shell/. Code that needs one of them belongs in it.',
      from: { path: '^apps/bff/src/ground/', pathNot: test },
      to: { path: '^apps/bff/src/(mail|shell|config|storage|commands)/|^apps/bff/src/[^/]+\\.ts$' },
    },
    {
      name: 'shell-meets-mail-at-its-ports',
      severity: 'error',
      comment:
        'The stand-in dashboard is a host like any other. It uses only mail/ports.ts, and app.ts mounts the feature.',
      from: { path: '^apps/bff/src/shell/', pathNot: test },
      to: { path: '^apps/bff/src/(mail/(?!ports\\.ts)|config|storage|commands)|^apps/bff/src/[^/]+\\.ts$' },
    },
    {
      name: 'verbs-are-pure-of-transport-and-storage',
      severity: 'error',
      comment:
        'Product rules use only ports. HTTP belongs in routes.ts, SQL in storage/, Microsoft in mail/microsoft/.',
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
      comment: "Do not import another feature's routes. Import its verb, type or store.",
      from: { path: '^apps/bff/src/(mail|shell)/([^/]+)/' },
      to: { path: '^apps/bff/src/(mail|shell)/([^/]+)/[^/]*routes\\.ts$', pathNot: '^apps/bff/src/$1/$2/' },
    },
    {
      name: 'engines-implement-ports',
      severity: 'error',
      comment:
        'storage/, mail/microsoft/ and ground/secrets/ implement ports and do not import each other. dependencies.ts connects them.',
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
      comment: 'main.ts and cli.ts start the process. Move code that others need into its own module.',
      from: {},
      to: { path: '^apps/(bff|web)/src/(main|cli)\\.tsx?$' },
    },
    {
      name: 'web-ground-is-lowest',
      severity: 'error',
      comment: 'ground/ has no domain code. Code about mail or the dashboard belongs in mail/ or shell/.',
      from: { path: '^apps/web/src/ground/', pathNot: test },
      to: { path: '^apps/web/src/(mail|shell)/|^apps/web/src/[^/]+\\.tsx?$' },
    },
    {
      name: 'web-mail-knows-no-host',
      severity: 'error',
      comment: 'Declare what mail pages need from their host in mail/host.ts.',
      from: { path: '^apps/web/src/mail/', pathNot: test },
      to: { path: '^apps/web/src/shell/|^apps/web/src/[^/]+\\.tsx?$' },
    },
    {
      name: 'web-shell-meets-mail-at-its-ports',
      severity: 'error',
      comment:
        'The shell uses only the paths, names, status texts, overview pictures and export button of mail. create-router.tsx mounts its pages.',
      from: { path: '^apps/web/src/shell/', pathNot: test },
      to: {
        path: '^apps/web/src/mail/',
        pathNot:
          '^apps/web/src/mail/((host|paths|texts|describe-status|send-example)\\.ts|(overview-pictures|export-button)\\.tsx)$',
      },
    },
    {
      name: 'web-features-are-independent',
      severity: 'error',
      comment: 'Code that two features need belongs in ground/, or a page in pages/ combines them.',
      from: {
        path: '^apps/web/src/(mail|shell)/([^/]+)/',
        pathNot: `^apps/web/src/(mail|shell)/(pages|navigation)/|${test}`,
      },
      to: { path: '^apps/web/src/(mail|shell)/([^/]+)/', pathNot: '^apps/web/src/$1/$2/' },
    },
    {
      name: 'web-knows-no-server',
      severity: 'error',
      comment: 'The browser talks to the server over HTTP and shares only packages/shared with it.',
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
