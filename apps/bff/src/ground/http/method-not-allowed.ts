import type { Hono } from 'hono'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

/** Refuses other methods on a known path, and names the allowed ones. Call it after all routes are mounted. */
export function refuseOtherMethods(app: Hono<Environment>): void {
  const routes = app.routes.filter(({ path, method }) => method !== 'ALL' && !path.includes('*'))
  const methodsByPath = Map.groupBy(routes, ({ path }) => path)
  for (const [path, taken] of methodsByPath) {
    const methods = [...new Set(taken.map(({ method }) => method))]
    app.all(path, (http) => {
      http.header('allow', methods.join(', '))
      throw new Problem('method-not-allowed', { detail: `Use ${methods.join(' or ')} here.` })
    })
  }
}
