import { z } from 'zod'
import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { type ClaimNames, claimMembers, type HostSignInSettings } from '../shell/host-sign-in/host-sign-in-settings.ts'
import { hasKeySet } from '../shell/host-sign-in/key-set-file.ts'
import { isSafeProtocol } from './issuer-url.ts'

const printable = z.string().regex(/^[!-~]{1,1024}$/, 'has spaces, or characters that are not ASCII')

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  const { hostname, username, password } = url
  // A placeholder must not become a part of the host.
  return isSafeProtocol(url) && username === '' && password === '' && /^[\w.:[\]-]+$/.test(hostname)
}

const isUrl = (text: string) => /^[a-z][a-z\d+.-]*:\/\//i.test(text)

const jwks = z
  .string()
  .refine((text) => !isUrl(text) || isSafeUrl(text), 'is not an https URL or a file')
  .refine((text) => isUrl(text) || hasKeySet(text), 'names a file that is not a JSON Web Key Set with public keys')

/** A path that browsers cannot read as the address of another site. */
const ownPath = /^\/(?![/\\])[!-[\]-~]*$/

const signInUrl = printable.refine(
  (text) => ownPath.test(text) || isSafeUrl(text),
  'is neither an https URL nor a path that begins with /',
)

const defaultClaims: ClaimNames = {
  sub: 'sub',
  email: 'email',
  name: 'name',
  role: 'role',
  bots: 'bots',
  auth_time: 'auth_time',
}

const isMember = (name: string): name is keyof ClaimNames => claimMembers.some((member) => member === name)

/** Null if it is not such a list, or names a member twice. */
function parseClaims(text: string): ClaimNames | null {
  const pairs = text.split(',').map((pair) => pair.split('='))
  const names = pairs.map(([member = '']) => member)
  const isList = pairs.every(
    ([member = '', claim = '', ...rest]) => isMember(member) && claim !== '' && rest.length === 0,
  )
  if (!isList || new Set(names).size !== names.length) return null
  return { ...defaultClaims, ...Object.fromEntries(pairs) }
}

const claims = printable.transform((text, context): ClaimNames => {
  const names = parseClaims(text)
  if (names) return names
  context.addIssue({
    code: 'custom',
    message: `is not a list such as sub=sub,role=groups; the names before = are ${claimMembers.join(', ')}`,
  })
  return z.NEVER
})

/** How the product lives inside a host, such as a dashboard: who signs people in, and whose bots they are. */
export const hostSettings = {
  HOST_JWT_HEADER: z
    .string()
    .regex(/^[A-Za-z\d-]{1,64}$/, 'is not the name of a header')
    .transform((name) => name.toLowerCase())
    .optional(),
  HOST_JWT_JWKS: jwks.optional(),
  HOST_JWT_ISSUER: printable.optional(),
  HOST_JWT_AUDIENCE: printable.optional(),
  HOST_JWT_CLAIMS: claims.optional(),
  HOST_SIGN_IN_URL: signInUrl.optional(),
  LOCAL_SIGN_IN: z.enum(['on', 'off'], 'is neither on nor off').default('on'),
  BOTS_FROM: z.enum(['own', 'host'], 'is neither own nor host').default('own'),
}

type Given = z.output<z.ZodObject<typeof hostSettings>>

export interface HostConfig {
  /** Null: no host signs people in. */
  hostSignIn: HostSignInSettings | null
  /** Whether people can sign in with a password that this server checks. */
  localSignIn: boolean
  /** Whether bots are made here, or are those that the tokens of the host name. */
  botsFrom: 'own' | 'host'
}

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

const required = 'HOST_JWT_HEADER, HOST_JWT_JWKS, HOST_JWT_ISSUER and HOST_JWT_AUDIENCE'

function readHostSignIn(values: Given): HostSignInSettings | null {
  const {
    HOST_JWT_HEADER: header,
    HOST_JWT_JWKS: source,
    HOST_JWT_ISSUER: issuer,
    HOST_JWT_AUDIENCE: audience,
  } = values
  const { HOST_JWT_CLAIMS: names, HOST_SIGN_IN_URL: url } = values
  if ([header, source, issuer, audience, names, url].every((value) => value === undefined)) return null
  if (!header || !source || !issuer || !audience)
    return refuse(`Set all of ${required}, or none of them. HOST_JWT_CLAIMS and HOST_SIGN_IN_URL need them too.`)
  return {
    header,
    keys: isUrl(source) ? { url: new URL(source) } : { file: source },
    issuer,
    audience,
    claims: names ?? defaultClaims,
    signInUrl: url ?? null,
  }
}

/** `has` says which settings outside of this file are there. */
export function readHostConfig(values: Given, has: { identityProvider: boolean; firstAdmin: boolean }): HostConfig {
  const hostSignIn = readHostSignIn(values)
  const localSignIn = values.LOCAL_SIGN_IN === 'on'
  if (!localSignIn && hostSignIn === null && !has.identityProvider)
    refuse(`LOCAL_SIGN_IN=off leaves no way to sign in. It needs OIDC_ISSUER, or ${required}.`)
  if (!localSignIn && has.firstAdmin)
    refuse('ADMIN_EMAIL and ADMIN_PASSWORD have no use with LOCAL_SIGN_IN=off. Remove them.')
  if (values.BOTS_FROM === 'host' && hostSignIn === null) refuse(`BOTS_FROM=host needs ${required}.`)
  return { hostSignIn, localSignIn, botsFrom: values.BOTS_FROM }
}
