import * as z from 'zod/mini'
import { type CredentialKind, certificateMonths, credentialKindSchema } from './credential.ts'
import { readOffice365Field } from './read-office365-field.ts'
import { readTextSchema } from './text-schemas.ts'

const monthsRemedy = `Use ${certificateMonths.shortest} to ${certificateMonths.longest} months.`
const pemRemedy = 'Paste the certificate and its private key as PEM, at most 32,000 characters.'

/** The members that belong to each kind. One object for all of them, because its errors name the member. */
const membersOf: Record<CredentialKind, readonly string[]> = {
  'client-secret': ['clientSecret', 'expiresOn'],
  certificate: ['validMonths', 'pem', 'password'],
  federated: [],
}

/** How the app should sign in, as a client submits it. */
export const submittedCredentialSchema = z
  .strictObject({
    kind: credentialKindSchema,
    clientSecret: z
      .optional(readTextSchema((text) => readOffice365Field('clientSecret', text)))
      .check(z.describe('Without it, the saved secret is kept.')),
    expiresOn: z.optional(z.iso.date('Enter the date as YYYY-MM-DD, such as 2027-05-03.')),
    validMonths: z
      .optional(
        z
          .int(monthsRemedy)
          .check(
            z.minimum(certificateMonths.shortest, monthsRemedy),
            z.maximum(certificateMonths.longest, monthsRemedy),
          ),
      )
      .check(
        z.describe(
          'Creates a certificate that is valid for this number of months. If absent, the saved certificate is kept.',
        ),
      ),
    pem: z
      .optional(z.string().check(z.minLength(1, pemRemedy), z.maxLength(32_000, pemRemedy)))
      .check(z.describe('A certificate of your own with its private key. It is never shown again.')),
    password: z
      .optional(z.string().check(z.maxLength(1_024, 'Use at most 1,024 characters.')))
      .check(z.describe('The password of an encrypted private key.')),
  })
  .check(
    z.superRefine((sent, context) => {
      const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
      for (const [kind, members] of Object.entries(membersOf))
        for (const name of kind === sent.kind ? [] : members)
          if (Object.hasOwn(sent, name)) refuse(name, `Leave this out: it is only for the kind ${kind}.`)
      if (sent.pem !== undefined && sent.validMonths !== undefined)
        refuse('validMonths', 'Leave this out: your own certificate already has an expiry date.')
      if (sent.pem === undefined && sent.password !== undefined && sent.kind === 'certificate')
        refuse('password', 'Send it only together with pem.')
    }),
  )
export type SubmittedCredential = z.infer<typeof submittedCredentialSchema>
