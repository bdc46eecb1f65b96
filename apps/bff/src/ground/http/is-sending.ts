import type { Context } from 'hono'
import type { Environment } from './environment.ts'

export const isSending = ({ req: { method, path } }: Context<Environment>): boolean =>
  method === 'POST' && /^\/api\/v1\/bots\/[^/]+\/messages$/.test(path)
