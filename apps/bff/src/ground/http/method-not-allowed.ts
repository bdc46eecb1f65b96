import type { Context, Hono } from 'hono'
import { notFound, Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

interface KnownPath {
  pattern: RegExp
  methods: Set<string>
}

const toPattern = (path: string) => new RegExp(`^${path.replace(/\/:[^/]+/g, '/[^/]+')}$`)

/** A known path with another method is 405 and names what it takes; anything else is 404. */
export function createNotFoundHandler(app: Pick<Hono<Environment>, 'routes'>) {
  const known = new Map<string, KnownPath>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL' || path.includes('*')) continue
    const entry = known.get(path) ?? { pattern: toPattern(path), methods: new Set() }
    known.set(path, { ...entry, methods: entry.methods.add(method) })
  }
  return (context: Context<Environment>): never => {
    const methods = new Set<string>()
    for (const { pattern, methods: taken } of known.values())
      if (pattern.test(context.req.path)) for (const method of taken) methods.add(method)
    if (methods.size === 0) throw notFound()
    context.header('allow', [...methods].join(', '))
    throw new Problem('method-not-allowed', { detail: `Use ${[...methods].join(' or ')} here.` })
  }
}
