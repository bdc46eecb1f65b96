import { botIdSchema } from '@office365-email/shared/bot'
import { parseMailAddress } from '@office365-email/shared/mail-address'
import type { Role } from '@office365-email/shared/session'
import { invisibleCharacter, withoutInvisible } from '@office365-email/shared/text-rules'
import { nameSchema } from '@office365-email/shared/text-schemas'
import * as z from 'zod/mini'
import { Problem } from '../../ground/problem.ts'
import type { ClaimNames } from './host-sign-in-settings.ts'

/** A bot that the host names. Without a name, only its ID is known. */
export interface NamedBot {
  id: string
  name: string | null
}

/** What a verified token says about a person. */
export interface HostIdentity {
  subject: string
  /** Empty if the host sends none. */
  email: string
  name: string
  role: Role
  /** The person's bots; null if the token does not say. */
  bots: 'all' | NamedBot[] | null
  /** When the person last proved who they are, in milliseconds since 1970; null if the token does not say. */
  authenticatedAt: number | null
  /** In milliseconds since 1970; 0 if the token does not say. */
  issuedAt: number
}

type Claims = Readonly<Record<string, unknown>>

const isRecord = (value: unknown): value is Claims =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const ownMember = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** A claim by its name; or by a path such as `custom.role`, if no claim has that whole name. */
const readClaim = (claims: Claims, name: string): unknown =>
  Object.hasOwn(claims, name) ? claims[name] : name.split('.').reduce<unknown>(ownMember, claims)

const subjectSchema = z.string().check(
  z.minLength(1),
  z.maxLength(255),
  z.refine((text) => !invisibleCharacter.test(text) && text.trim() === text),
)
const maxNameLength = 100
const secondsSchema = z.number()
const botSchema = z.union([
  z.pipe(
    botIdSchema,
    z.transform((id): NamedBot => ({ id, name: null })),
  ),
  z.pipe(
    z.object({ id: botIdSchema, name: z.optional(z.unknown()) }),
    z.transform(({ id, name }): NamedBot => ({ id, name: z.safeParse(nameSchema, name).data ?? null })),
  ),
])

/** Reads each name once: the last one that a list has for a bot counts. */
function readBots(claim: unknown, onIgnored: () => void): HostIdentity['bots'] {
  if (claim === 'all') return 'all'
  if (!Array.isArray(claim)) return null
  const bots = new Map<string, NamedBot>()
  for (const entry of claim) {
    const { data } = z.safeParse(botSchema, entry)
    if (data) bots.set(data.id, data)
    else onIgnored()
  }
  return [...bots.values()]
}

function readRole(claim: unknown): Role | null {
  const roles: unknown[] = Array.isArray(claim) ? claim : [claim]
  if (roles.includes('owner')) return 'owner'
  return roles.includes('admin') ? 'admin' : null
}

function readSubject(claim: unknown, name: string): string {
  const { data } = z.safeParse(subjectSchema, claim)
  if (data !== undefined) return data
  throw new Problem('not-signed-in', {
    detail: `The token of the dashboard does not say who you are: its claim ${name} must be 1 to 255 visible characters, without a space at its beginning or end.`,
  })
}

/** A single line that people can read, without characters that imitate another name; null if nothing is left. */
function readName(claim: unknown): string | null {
  if (typeof claim !== 'string') return null
  const name = withoutInvisible(claim.toWellFormed(), ' ').replace(/\s+/g, ' ').trim()
  return name === '' ? null : Array.from(name).slice(0, maxNameLength).join('')
}

const readEmail = (claim: unknown): string | null => (typeof claim === 'string' ? parseMailAddress(claim) : null)

function readTime(claim: unknown): number | null {
  const { data } = z.safeParse(secondsSchema, claim)
  return data === undefined ? null : data * 1_000
}

/** Reads the claims of a verified token. `onIgnoredBot` reports an entry that cannot be a bot. */
export function readHostIdentity(claims: Claims, names: ClaimNames, onIgnoredBot: () => void): HostIdentity {
  const subject = readSubject(readClaim(claims, names.sub), names.sub)
  const role = readRole(readClaim(claims, names.role))
  if (role === null)
    throw new Problem('forbidden', {
      detail: `You are signed in to the dashboard, but you have no role here: the claim ${names.role} of its token must be owner or admin. Ask the people who run the dashboard.`,
    })
  const email = readEmail(readClaim(claims, names.email))
  return {
    subject,
    email: email ?? '',
    name: readName(readClaim(claims, names.name)) ?? email ?? subject,
    role,
    bots: readBots(readClaim(claims, names.bots), onIgnoredBot),
    authenticatedAt: readTime(readClaim(claims, names.auth_time)),
    issuedAt: readTime(claims['iat']) ?? 0,
  }
}
