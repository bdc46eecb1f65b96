import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Secret } from '../../ground/secrets/secret.ts'
import { hashToken, newToken } from '../../ground/secrets/token.ts'
import { verifyPassword } from '../people/password.ts'
import type { Person } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import type { SessionStore } from './session-store.ts'

interface Stores {
  people: PersonStore
  sessions: SessionStore
  audit: AuditStore
}

interface Proof {
  how: string
  /** When the person proved who they are, in milliseconds since 1970; null if unknown. */
  authenticatedAt: number | null
  /** Whether the proof is still valid: the password may have changed during the check. */
  holds: (person: Person) => boolean
}

/** Starts a session for a person who has just proved who they are. Returns the cookie's value. */
export async function startSession(
  { sessions }: Pick<Stores, 'sessions'>,
  context: Omit<RequestContext, 'actor'>,
  person: Person,
  { how, authenticatedAt, holds }: Proof,
): Promise<string> {
  const token = newToken()
  const now = context.now.getTime()
  const actor = { kind: 'person', id: person.id, name: person.name } as const
  const isStarted = await sessions.create(
    {
      idHash: hashToken(token),
      personId: person.id,
      signedInAt: now,
      authenticatedAt,
      lastSeenAt: now,
      ip: context.ip,
    },
    auditEvent({ ...context, actor }, 'session.started', { details: { how } }),
    holds,
  )
  if (isStarted) return token
  throw new Problem('not-signed-in', { detail: 'Your account was changed while you signed in. Sign in again.' })
}

/** Responds in the same way, after the same time, to a wrong password and to an unknown person. */
export async function signIn(
  stores: Stores,
  context: RequestContext,
  credentials: { email: string; password: Secret },
): Promise<{ person: Person; token: string }> {
  const person = await stores.people.readByEmail(credentials.email)
  const isRight = await verifyPassword(credentials.password, person?.passwordHash ?? null)
  if (!person || !isRight) {
    await stores.audit.append(auditEvent(context, 'session.refused', { outcome: 'refused' }))
    throw new Problem('not-signed-in', {
      detail: 'The email address or the password is not right. Check both and try again.',
    })
  }
  const token = await startSession(stores, context, person, {
    how: 'password',
    authenticatedAt: context.now.getTime(),
    holds: ({ passwordHash }) => passwordHash === person.passwordHash,
  })
  return { person, token }
}
