import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { configurationValuesSchema, refuseEqualIds } from './configuration-values.ts'
import { credentialKindSchema, credentialViewSchema } from './credential.ts'
import { nationalCloudNames } from './national-cloud.ts'
import { checkSchema, checksSchema } from './office365-configuration.ts'
import { applicationSharingSchema, clientIdSchema } from './same-application.ts'

export const defaultIntakeHours = 72
/** How many times values that Microsoft refuses can be submitted through a link. */
export const maxIntakeTries = 10

export const intakeLinkStatusSchema = z.enum(['open', 'waiting-for-approval', 'approved', 'revoked', 'expired'])
export type IntakeLinkStatus = z.infer<typeof intakeLinkStatusSchema>

/** How the app should sign in. A person enters a credential only for a client secret. */
const credentialKind = z
  .optional(credentialKindSchema)
  .check(z.describe('How the app should sign in. If absent: with a client secret.'))

/** The values that were entered through the link, except the secret, and the results of their checks. */
export const intakeSubmissionSchema = z.strictObject({
  userEmail: z.string(),
  clientId: z.string(),
  tenantId: z.string(),
  userId: z.string(),
  cloud: z.enum(nationalCloudNames),
  secretExpiresOn: z.nullable(z.iso.date()),
  /** What this server made, and whether Entra accepted it in the newest check. Left out for a client secret. */
  credential: z.optional(credentialViewSchema),
  checks: z.array(checkSchema),
  at: z.iso.datetime(),
})
export type IntakeSubmission = z.infer<typeof intakeSubmissionSchema>

export const intakeLinkSchema = z.strictObject({
  id: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: actorReferenceSchema,
  expiresAt: z.iso.datetime(),
  status: intakeLinkStatusSchema,
  credentialKind,
  submitted: z.optional(intakeSubmissionSchema),
})
export type IntakeLinkView = z.infer<typeof intakeLinkSchema>
export const intakeLinkListSchema = z.strictObject({ intakeLinks: z.array(intakeLinkSchema) })

export const createIntakeLinkSchema = z.strictObject({
  expiresInHours: z.optional(z.int().check(z.minimum(1, 'Use 1 to 168 hours.'), z.maximum(168, 'Use 1 to 168 hours.'))),
  credentialKind,
})

/** Only this response contains `url`. Its token is after the `#`, which browsers never send to a server. */
export const createdIntakeLinkSchema = z.strictObject({
  id: z.string(),
  url: z.string(),
  expiresAt: z.iso.datetime(),
})

const tokenSchema = z.string().check(z.minLength(1, 'Open the link again.'), z.maxLength(256, 'Open the link again.'))
export const readIntakeSchema = z.strictObject({ token: tokenSchema })

/** What has to be registered in Entra. All of it is public. */
export const intakeRegistrationSchema = z.strictObject({
  /** `set` once Entra accepted it. */
  credential: credentialViewSchema,
  /** PEM, without the private key, which never leaves the server. */
  certificate: z.optional(z.string()),
})
export type IntakeRegistration = z.infer<typeof intakeRegistrationSchema>

/** The data for the page behind a link: the bot, the sender of the link, and its limits. No saved values. */
export const intakeSchema = z.strictObject({
  bot: z.strictObject({ id: z.string(), name: z.string() }),
  createdBy: z.string(),
  expiresAt: z.iso.datetime(),
  triesLeft: z.int(),
  /** The cloud of the configuration that is saved, if one is. */
  cloud: z.nullable(z.enum(nationalCloudNames)),
  credentialKind,
  /** The values are submitted, and this is left to do. */
  registration: z.optional(intakeRegistrationSchema),
})
export type Intake = z.infer<typeof intakeSchema>

export const submitIntakeSchema = z
  .extend(z.required(configurationValuesSchema, { clientSecret: true }), { token: tokenSchema })
  .check(refuseEqualIds)
export type SubmitIntake = z.infer<typeof submitIntakeSchema>
export type SubmitIntakeInput = z.input<typeof submitIntakeSchema>

/** The values for a certificate or a federated credential, which this server makes itself. */
export const prepareIntakeSchema = z
  .extend(z.omit(configurationValuesSchema, { clientSecret: true, secretExpiresOn: true }), { token: tokenSchema })
  .check(refuseEqualIds)
export type PrepareIntake = z.infer<typeof prepareIntakeSchema>
export type PrepareIntakeInput = z.input<typeof prepareIntakeSchema>

/** The app that is entered in the form. */
export const intakeApplicationSchema = z.strictObject({ token: tokenSchema, clientId: clientIdSchema })
export const intakeSharingSchema = z.pick(applicationSharingSchema, { isShared: true })
export type IntakeSharing = z.infer<typeof intakeSharingSchema>

/** The link no longer works, so the response repeats whether other bots use the app. */
export const intakeResultSchema = z.extend(intakeSharingSchema, { checks: checksSchema })
export type IntakeResult = z.infer<typeof intakeResultSchema>

/** The link works until it expires, so that the registration can be read and checked again. */
export const preparedIntakeSchema = z.strictObject({ checks: checksSchema, registration: intakeRegistrationSchema })
export type PreparedIntake = z.infer<typeof preparedIntakeSchema>
