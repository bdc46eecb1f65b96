import { z } from 'zod'
import { TokenRefusal } from './token-refusal.ts'

const headerSchema = z.looseObject({
  alg: z.string(),
  kid: z.string().optional(),
  'x5t#S256': z.string().optional(),
})
/** Entra accepts only one audience. */
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.number(),
  nbf: z.number().optional(),
  jti: z.string().optional(),
})

/** A signed JWT in its parts. Nothing of it is verified yet. */
export interface Assertion {
  header: z.output<typeof headerSchema>
  claims: z.output<typeof claimsSchema>
  signed: Buffer
  signature: Buffer
}

const parse = <Schema extends z.ZodType>(schema: Schema, part: string): z.output<Schema> => {
  try {
    return schema.parse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
  } catch {
    throw new TokenRefusal(50027)
  }
}

/** Reads an assertion with nothing but Node, so that it shares no code with what made it. */
export function readAssertion(text: string): Assertion {
  const [header = '', claims = '', signature = '', ...rest] = text.split('.')
  if (signature === '' || rest.length > 0) throw new TokenRefusal(50027)
  return {
    header: parse(headerSchema, header),
    claims: parse(claimsSchema, claims),
    signed: Buffer.from(`${header}.${claims}`),
    signature: Buffer.from(signature, 'base64url'),
  }
}
