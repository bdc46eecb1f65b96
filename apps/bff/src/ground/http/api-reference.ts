import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Context, Hono } from 'hono'
import type { Environment } from './environment.ts'
import { contentSecurityPolicy } from './security-headers.ts'

const page = (pathPrefix: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of Office 365 email</title>
</head>
<body>
<div id="reference"></div>
<script src="${pathPrefix}/api/docs/scalar.js"></script>
<script src="${pathPrefix}/api/docs/start.js"></script>
</body>
</html>
`

/** The page loads nothing from other servers: no fonts, no proxy, no telemetry. */
const start = (documentPath: string) => `Scalar.createApiReference('#reference', {
  url: '${documentPath}',
  withDefaultFonts: false,
  telemetry: false,
  showDeveloperTools: 'never',
  agent: { disabled: true },
})
`

/** Scalar needs inline styles and images from data URLs. Scripts still come only from this server. */
const policy = contentSecurityPolicy({
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
})

const readScalar = async () => {
  const entry = createRequire(import.meta.url).resolve('@scalar/api-reference')
  return await readFile(join(dirname(entry), 'browser/standalone.js'))
}

const script = (context: Context<Environment>, body: string | Uint8Array<ArrayBuffer>) =>
  context.body(body, 200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=3600' })

/** Serves the API documentation with the installed Scalar package. */
export function serveApiReference<App extends Hono<Environment>>(
  app: App,
  { pathPrefix, documentPath }: { pathPrefix: string; documentPath: string },
): void {
  app.get('/api/docs', (context: Context<Environment>) =>
    context.html(page(pathPrefix), 200, { 'content-security-policy': policy }),
  )
  app.get('/api/docs/start.js', (context: Context<Environment>) =>
    script(context, start(`${pathPrefix}${documentPath}`)),
  )
  app.get('/api/docs/scalar.js', async (context: Context<Environment>) =>
    script(context, new Uint8Array(await readScalar())),
  )
}
