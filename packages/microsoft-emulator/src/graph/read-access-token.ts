import { compactVerify } from 'jose'
import { z } from 'zod'
import { getSigningKey } from '../login/signing-key.ts'
import { clouds, graphApplicationId } from '../seed/cloud.ts'
import type { Seed } from '../seed/seed.ts'
import { findApplication, findServicePrincipal, findTenant } from '../state/find-in-directory.ts'
import { GraphRefusal } from './graph-refusal.ts'

const claimsSchema = z.object({
  aud: z.string(),
  tid: z.string(),
  appid: z.string(),
  oid: z.string(),
  roles: z.array(z.string()).optional(),
  nbf: z.number(),
  exp: z.number(),
})

export type AccessToken = z.infer<typeof claimsSchema>

/** Caches verified tokens, because checking the signature would be the most expensive part of each request. */
const verified = new Map<string, AccessToken>()
const verifiedKept = 5_000

/** Returns the claims of the bearer token, or throws Graph's 401. */
export async function readAccessToken(
  authorization: string | undefined,
  directory: Seed,
  now: Date,
): Promise<AccessToken> {
  const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) throw new GraphRefusal('tokenEmpty')
  if (!token.includes('.')) throw new GraphRefusal('tokenNotWellFormed')
  const claims = verified.get(token) ?? (await verify(token))
  const seconds = now.getTime() / 1000
  // Whether Graph allows for clock skew is not known, so the emulator does not.
  if (claims.exp <= seconds) throw new GraphRefusal('tokenExpired')
  const tenant = findTenant(directory, claims.tid)
  if (!tenant || claims.nbf > seconds) throw new GraphRefusal('tokenRejected')
  const audience = claims.aud.replace(/\/$/, '')
  if (audience !== graphApplicationId && audience !== `https://${clouds[tenant.cloud].graph}`) {
    throw new GraphRefusal('tokenWrongAudience')
  }
  const application = findApplication(directory, claims.appid)
  if (!application || findServicePrincipal(application, tenant.id)?.objectId !== claims.oid) {
    throw new GraphRefusal('identityNotFound')
  }
  return claims
}

async function verify(token: string): Promise<AccessToken> {
  if (token.split('.').length !== 3) throw new GraphRefusal('tokenUnreadable')
  const { publicKey } = await getSigningKey()
  let payload: Uint8Array
  try {
    payload = (await compactVerify(token, publicKey, { algorithms: ['RS256'] })).payload
  } catch {
    throw new GraphRefusal('tokenRejected')
  }
  const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8')))
  if (verified.size >= verifiedKept) verified.clear()
  verified.set(token, claims)
  return claims
}
