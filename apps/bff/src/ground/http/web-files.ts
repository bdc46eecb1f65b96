import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, Hono, NotFoundHandler } from 'hono'
import { notFound } from '../problem.ts'
import type { Environment } from './environment.ts'
import { respondWithProblem } from './error-handler.ts'

const immutable = 'public, max-age=31536000, immutable'

/** Not thrown, because Hono catches what routes throw, but not what the handler of unknown paths throws. */
const respondWithNotFound = (context: Context<Environment>): Response => respondWithProblem(context, notFound())

/** Checks the path as it was sent, because parsing removes dots. No path of a page needs encoded characters. */
const isPlain = ({ env }: Context<Environment>): boolean =>
  !/%|\\|\/\.{1,2}(\/|$)/.test((env.incoming.url ?? '').replace(/^\w+:\/\/[^/]*/, '').replace(/[?#].*$/, ''))

/** The files beside the page, such as the icon, without their compressed copies. */
const listFiles = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^index\.html$|\.(br|gz)$/.test(entry.name))
    .map(({ name }) => `/${name}`)

/**
 * Serves the built pages: hashed files as immutable, and `index.html` at the path of each page. Returns the handler of
 * all other paths: they have status 404, also for a browser, which gets a page that says so. Without a build, as in
 * tests and during development with Vite, there is only the API.
 */
export function serveWebFiles(
  app: Hono<Environment>,
  folder: string,
  pagePaths: readonly string[],
): NotFoundHandler<Environment> {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return respondWithNotFound
  const page = readFileSync(index, 'utf8')
  const respondWithPage = (context: Context<Environment>, status: 200 | 404) => {
    context.header('cache-control', 'no-cache')
    return context.html(page, status)
  }
  const respondNotFound = (context: Context<Environment>) => {
    const isNavigation =
      ['GET', 'HEAD'].includes(context.req.method) && /text\/html/i.test(context.req.header('accept') ?? '')
    return isNavigation ? respondWithPage(context, 404) : respondWithNotFound(context)
  }

  const files = serveStatic<Environment>({ root: folder, precompressed: true })
  for (const file of listFiles(folder)) app.get(file, files)
  const hashedFiles = serveStatic<Environment>({
    root: folder,
    precompressed: true,
    onFound: (_, context) => context.header('cache-control', immutable),
  })
  app.get('/assets/*', hashedFiles, respondWithNotFound)
  for (const path of pagePaths)
    app.on('GET', path === '/' ? [path] : [path, `${path}/`], (context) =>
      isPlain(context) ? respondWithPage(context, 200) : respondNotFound(context),
    )
  return respondNotFound
}
