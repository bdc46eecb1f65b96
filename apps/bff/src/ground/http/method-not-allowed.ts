import type { Hono } from 'hono'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

/** Refuses other methods on a known path, and names the allowed ones. Call it after all routes are mounted. */
export function refuseOtherMethods(app: Hono<Environment>): void {
  const routes = app.routes.filter(({ path, method }) => method !== 'ALL' && !path.includes('*'))
  const methodsByPath = Map.groupBy(routes, ({ path }) => path)
  for (const [path, taken] of methodsByPath) {
    const methods = new Set(taken.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))
    const allow = [...methods, 'OPTIONS'].join(', ')
    app.all(path, (http) => {
      if (http.req.method === 'OPTIONS') return http.body(null, 204, { allow })
      throw new Problem('method-not-allowed', {
        detail: `Use ${[...methods].join(' or ')} here.`,
        headers: { allow },
      })
    })
  }
}
