import * as z from 'zod/mini'

/** How an app can prove to Entra who it is. */
export const credentialKinds = ['client-secret', 'certificate', 'federated'] as const
export const credentialKindSchema = z.enum(credentialKinds)
export type CredentialKind = z.infer<typeof credentialKindSchema>
/** The name of each kind within a sentence. */
export const credentialNames: Record<CredentialKind, string> = {
  'client-secret': 'client secret',
  certificate: 'certificate',
  federated: 'federated credential',
}
/** The same as a label. */
export const credentialLabels: Record<CredentialKind, string> = {
  'client-secret': 'Client secret',
  certificate: 'Certificate',
  federated: 'Federated credential',
}
/** The kind if none is named: the only one that earlier versions knew. */
export const defaultCredentialKind: CredentialKind = 'client-secret'

/** Months that a certificate of this server is valid for. The longest is what Entra's portal allows for a secret. */
export const certificateMonths = { shortest: 1, usual: 12, longest: 24 } as const
/** The server creates the next certificate this many days before the current one expires, or later if that is short-lived. */
export const renewalDays = 60

const certificateFacts = {
  expiresOn: z.nullable(z.iso.date()),
  /** SHA-1 in hexadecimal, as the Entra portal shows it. */
  thumbprint: z.optional(z.string()),
  thumbprintSha256: z.optional(z.string()),
}

/** What the federated credential of the app in Entra has to contain. */
export const federationSchema = z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string() })
export type Federation = z.infer<typeof federationSchema>

/** How the app signs in, without the secret itself. */
export const credentialViewSchema = z.strictObject({
  kind: credentialKindSchema,
  ...certificateFacts,
  /** `waiting`: Entra has not accepted it yet. `not-set`: nothing is saved, or its key was lost. */
  state: z.enum(['set', 'waiting', 'not-set']),
  /** Who made the certificate. */
  origin: z.optional(z.enum(['made', 'own'])),
  federation: z.optional(federationSchema),
  /** The credential that mail is still sent with while this one waits. */
  sendsWith: z.optional(z.strictObject({ kind: credentialKindSchema, ...certificateFacts })),
  /** With `sendsWith`: the deadline for Entra to accept the waiting credential. After that, it is discarded. */
  waitsUntil: z.optional(z.iso.datetime()),
  /** The next certificate. The server switches to it as soon as Entra accepts it. */
  next: z.optional(z.strictObject({ ...certificateFacts, state: z.literal('waiting') })),
})
export type CredentialView = z.infer<typeof credentialViewSchema>

/** Which certificate to read. If absent: the one that waits for Entra, otherwise the one in use. */
export const certificateQuerySchema = z.strictObject({ which: z.optional(z.enum(['current', 'next'])) })
