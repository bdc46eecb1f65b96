import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Application, ServicePrincipal, Tenant } from '../seed/seed.ts'
import type { SigningKey } from './signing-key.ts'

export interface TokenSubject {
  tenant: Tenant
  application: Application
  principal: ServicePrincipal
  /** Resource URI or application ID, as the scope named it. */
  audience: string
  /** The app signed in with an assertion, not with a secret. */
  isSigned: boolean
}

/** Claims as in published app-only tokens for Graph: version 1.0 even from the v2.0 endpoint; no `roles` if there are none. */
export async function issueToken(
  { tenant, application, principal, audience, isSigned }: TokenSubject,
  key: SigningKey,
  now: Date,
): Promise<{ token: string; expiresInSeconds: number }> {
  const nowSeconds = Math.floor(now.getTime() / 1000)
  const expiresInSeconds = tenant.tokenLifetimeSeconds ?? 3599
  const backdated = nowSeconds - 300
  const issuer = `https://sts.windows.net/${tenant.id}/`
  const claims = {
    aud: audience,
    iss: issuer,
    iat: backdated,
    nbf: backdated,
    exp: nowSeconds + expiresInSeconds + 1,
    aio: opaque(),
    app_displayname: application.name,
    appid: application.clientId,
    appidacr: isSigned ? '2' : '1',
    idp: issuer,
    idtyp: 'app',
    oid: principal.objectId,
    rh: opaque(),
    ...(principal.applicationPermissions.length > 0 ? { roles: [...principal.applicationPermissions] } : {}),
    sub: principal.objectId,
    tenant_region_scope: 'WW',
    tid: tenant.id,
    uti: opaque(),
    ver: '1.0',
    wids: ['0997a1d0-0d1d-4acb-b408-d5ca73121e90'],
    xms_tcdt: 1_577_836_800,
    xms_tdbr: 'WW',
  }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', nonce: opaque(), x5t: key.kid, kid: key.kid })
    .sign(key.privateKey)
  return { token, expiresInSeconds }
}

function opaque(): string {
  return randomBytes(16).toString('base64url')
}
