import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Secret } from '../seed/seed.ts'
import { makeSecretValue } from '../seed/shape-secret.ts'
import { defineAction, getApplication, later } from './action.ts'

const oneOrAll = z.object({ clientId: z.string(), keyId: z.string().optional() })

function matches(secret: Secret, keyId: string | undefined): boolean {
  return keyId === undefined || secret.keyId === keyId
}

export const secretActions = {
  /** Expires the secret now, or all secrets of the application. */
  expireSecret: defineAction(oneOrAll, (state, { clientId, keyId }) => {
    for (const secret of getApplication(state, clientId).secrets) {
      if (matches(secret, keyId)) secret.expiresAt = later(state, 0)
    }
  }),
  /** Makes the secret valid for a year from now. */
  renewSecret: defineAction(oneOrAll, (state, { clientId, keyId }) => {
    for (const secret of getApplication(state, clientId).secrets) {
      if (!matches(secret, keyId)) continue
      secret.startsAt = later(state, 0)
      secret.expiresAt = later(state, 365 * 86_400)
      delete secret.deletedAt
    }
  }),
  deleteSecret: defineAction(oneOrAll, (state, { clientId, keyId }) => {
    for (const secret of getApplication(state, clientId).secrets) {
      if (matches(secret, keyId)) secret.deletedAt = later(state, 0)
    }
  }),
  /** Adds a secret and returns it; value and dates are optional. */
  addSecret: defineAction(
    z.object({
      clientId: z.string(),
      value: z.string().optional(),
      startsAt: z.string().optional(),
      expiresAt: z.string().optional(),
    }),
    (state, { clientId, value, startsAt, expiresAt }): Secret => {
      const secret: Secret = {
        keyId: randomUUID(),
        value: value ?? makeSecretValue(),
        startsAt: startsAt ?? later(state, 0),
        expiresAt: expiresAt ?? later(state, 180 * 86_400),
      }
      getApplication(state, clientId).secrets.push(secret)
      return secret
    },
  ),
}
