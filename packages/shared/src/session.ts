import * as z from 'zod/mini'
import { hasControlCharacter } from './text-rules.ts'
import { mailAddressSchema } from './text-schemas.ts'

/** Over https, the name begins with `__Host-`. */
export const sessionCookieName = 'office365-email-session'

export const roleSchema = z.enum(['owner', 'admin'])
export type Role = z.infer<typeof roleSchema>

export const botScopeSchema = z.union([z.literal('all'), z.array(z.string())])
export type BotScope = z.infer<typeof botScopeSchema>

export const userSchema = z.strictObject({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  botIds: botScopeSchema,
})
export type User = z.infer<typeof userSchema>

const hostPrefix = 'host:'

/** The ID of a person whom the host signs in, from the subject that the host knows them by. */
export const hostPersonId = (subject: string): string => `${hostPrefix}${subject}`

/** Whether the host signs the person in. They have no password, session or identity here that they could change. */
export const isHostPerson = ({ id }: Pick<User, 'id'>): boolean => id.startsWith(hostPrefix)

export const signInSchema = z.strictObject({
  email: z.string().check(
    z.trim(),
    z.minLength(1, 'Enter your email address.'),
    z.maxLength(254),
    z.refine((email) => !hasControlCharacter(email), 'Use a single line, without control characters.'),
  ),
  password: z.string().check(z.minLength(1, 'Enter your password.'), z.maxLength(1024)),
})
export const sessionSchema = z.strictObject({ user: userSchema })

export const minPasswordLength = 12

export const newPasswordSchema = z
  .string()
  .check(
    z.minLength(minPasswordLength, `Use at least ${minPasswordLength} characters. A few words in a row work well.`),
    z.maxLength(1024, 'Use at most 1,024 characters.'),
  )

/** With the one-time link that the server prints, the first owner chooses an address and a password. */
export const redeemSetUpLinkSchema = z.strictObject({
  token: z.string().check(z.minLength(1, 'Open the link again.'), z.maxLength(256, 'Open the link again.')),
  email: mailAddressSchema,
  password: newPasswordSchema,
})

/** A session of a person. Its ID can only be used to end it. */
export const sessionViewSchema = z.strictObject({
  id: z.string(),
  signedInAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  /** The address that the sign-in came from. */
  ip: z.nullable(z.string()),
  /** The session of this request. */
  isCurrent: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>
export const sessionListSchema = z.strictObject({ sessions: z.array(sessionViewSchema) })

/** The methods that the sign-in page offers. */
export const signInMethodsSchema = z.strictObject({
  password: z.boolean(),
  identityProvider: z.boolean(),
  /** Where the host signs people in: a URL, or a path of the same origin. `{next}` stands for the page to return to. */
  hostSignInUrl: z.nullable(z.string()),
})
export type SignInMethods = z.infer<typeof signInMethodsSchema>

/** Whether the person can sign in through the identity provider, and whether they have a password. */
export const identityLinkSchema = z.strictObject({ linked: z.boolean(), hasPassword: z.boolean() })
export type IdentityLink = z.infer<typeof identityLinkSchema>
export const beginIdentityLinkSchema = z.strictObject({
  /** The path of the page to return to. */
  next: z.optional(z.string().check(z.maxLength(2_000))),
})
/** The address that the browser opens next. */
export const begunIdentityLinkSchema = z.strictObject({ url: z.url() })

/** Why a sign-in through the identity provider ended on the sign-in page. */
export type SignInFailure =
  | 'identity-provider'
  | 'not-added'
  | 'no-address'
  | 'has-password'
  | 'not-fresh'
  | 'not-linked'
