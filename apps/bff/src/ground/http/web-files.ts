import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, Hono } from 'hono'
import { notFound } from '../problem.ts'
import type { Environment } from './environment.ts'

const immutable = 'public, max-age=31536000, immutable'

/**
 * Serves the built pages: hashed files as immutable, and `index.html` for every page of the app. Without a build, as in
 * tests and during development with Vite, there is only the API.
 */
export function serveWebFiles<App extends Hono<Environment>>(app: App, folder: string): void {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return
  const page = readFileSync(index, 'utf8')
  app.use(
    '/assets/*',
    serveStatic({
      root: folder,
      precompressed: true,
      onFound: (_, context) => context.header('cache-control', immutable),
    }),
  )
  app.use('*', serveStatic({ root: folder, index: 'none' }))
  app.get('*', (context: Context<Environment>) => {
    // Checks the raw URL, because parsing removes the dots.
    const climbs = /\.\.|%2e/i.test(context.env.incoming?.url ?? '')
    if (climbs || context.req.path.startsWith('/assets/')) throw notFound()
    context.header('cache-control', 'no-cache')
    return context.html(page)
  })
}
