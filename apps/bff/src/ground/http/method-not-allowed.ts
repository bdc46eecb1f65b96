import type { Endpoint } from '@office365-email/shared/endpoint'
import type { Hono } from 'hono'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const allow = (methods: string[]) => ({ allow: [...methods, 'OPTIONS'].join(', ') })

export const methodNotAllowed = (methods: string[]): Problem =>
  new Problem('method-not-allowed', { detail: `Use ${methods.join(' or ')} here.`, headers: allow(methods) })

/** Refuses other methods on a known path, and names the allowed ones. Call it after all routes are mounted. */
export function refuseOtherMethods(
  app: Hono<Environment>,
  basePath: string,
  endpoints: Pick<Endpoint, 'path' | 'refusesHead'>[],
): void {
  const withoutHead = endpoints.filter(({ refusesHead }) => refusesHead).map(({ path }) => `${basePath}${path}`)
  const routes = app.routes.filter(({ path, method }) => method !== 'ALL' && !path.includes('*'))
  const methodsByPath = Map.groupBy(routes, ({ path }) => path)
  for (const [path, taken] of methodsByPath) {
    const hasHead = !withoutHead.includes(path)
    const methods = [
      ...new Set(taken.flatMap(({ method }) => (method === 'GET' && hasHead ? ['GET', 'HEAD'] : [method]))),
    ]
    app.all(path, (http) => {
      if (http.req.method === 'OPTIONS') return http.body(null, 204, allow(methods))
      throw methodNotAllowed(methods)
    })
  }
}
