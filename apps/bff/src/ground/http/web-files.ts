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

export interface PageSettings {
  /** The path below which the pages are served, such as `/email`; empty at the root. */
  pathPrefix: string
  /** `off`: the pages are inside another dashboard, and have no header and navigation of their own. */
  shell: 'on' | 'off'
  /** `host`: the bots are those of another dashboard. */
  botsFrom: 'own' | 'host'
  /** A style sheet that replaces colors and fonts. */
  theme: string | null
}

/** Tells the page its settings. The build writes addresses that begin with a dot, because it knows no path. */
function preparePage(page: string, { pathPrefix, shell, botsFrom, theme }: PageSettings): string {
  const settings = [
    pathPrefix && `<meta name="base-path" content="${pathPrefix}" />`,
    shell === 'off' && '<meta name="shell" content="off" />',
    botsFrom === 'host' && '<meta name="bots-from" content="host" />',
  ].filter(Boolean)
  return page
    .replaceAll(/(?<= (?:src|href)=")\.(?=\/)/g, pathPrefix)
    .replace(/(?<=<head>)/, settings.map((setting) => `\n    ${setting}`).join(''))
    .replace(
      '</head>',
      theme === null ? '</head>' : `  <link rel="stylesheet" href="${pathPrefix}/theme.css" />\n  </head>`,
    )
}

/**
 * Serves the built pages: hashed files as immutable, and `index.html` at the path of each page. Returns the handler of
 * all other paths: they have status 404, also for a browser, which gets a page that says so. Without a build, as in
 * tests and during development with Vite, there is only the API.
 */
export function serveWebFiles(
  app: Hono<Environment>,
  folder: string,
  { pagePaths, ...settings }: PageSettings & { pagePaths: readonly string[] },
): NotFoundHandler<Environment> {
  const index = join(folder, 'index.html')
  if (!existsSync(index)) return respondWithNotFound
  const page = preparePage(readFileSync(index, 'utf8'), settings)
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
  const { theme } = settings
  if (theme !== null)
    app.get('/theme.css', (context) =>
      context.body(theme, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }),
    )
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
