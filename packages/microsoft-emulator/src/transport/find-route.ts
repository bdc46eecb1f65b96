import type { Route } from '../state/recorded-request.ts'

/** Finds the Microsoft endpoint that a path belongs to. */
export function findRoute(method: string, path: string): Route {
  const lower = path.toLowerCase()
  if (lower.startsWith('/v1.0/') || lower.startsWith('/beta/')) {
    return method === 'POST' && /\/(microsoft\.graph\.)?sendmail$/.test(lower) ? 'sendMail' : 'graph'
  }
  if (lower.endsWith('/oauth2/v2.0/token')) return 'token'
  if (lower.endsWith('/.well-known/openid-configuration')) return 'oidc'
  if (/^\/[^/]+\/discovery\/(v2\.0\/)?keys$/.test(lower)) return 'keys'
  return 'login'
}
