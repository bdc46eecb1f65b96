import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose'
import { botsOf } from './people.ts'
import type { Session } from './sessions.ts'

export const audience = 'office365-email'

export interface TokenSigner {
  /** What the mail product verifies the tokens with. */
  keySet: JSONWebKeySet
  sign(session: Session): Promise<string>
}

/** Makes a pair of keys. A dashboard with several servers keeps its private key in its vault. */
export async function createTokenSigner(issuer: string): Promise<TokenSigner> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const header = { alg: 'ES256', kid: 'contoso-1' }
  return {
    keySet: { keys: [{ ...(await exportJWK(publicKey)), ...header, use: 'sig' }] },
    sign: ({ person, signedInAt }) =>
      new SignJWT({
        name: person.name,
        email: person.email,
        role: person.role,
        bots: botsOf(person).map(({ id, name }) => ({ id, name })),
        auth_time: Math.floor(signedInAt / 1_000),
      })
        .setProtectedHeader(header)
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(person.id)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey),
  }
}
