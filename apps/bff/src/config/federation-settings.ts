import { z } from 'zod'
import { isIssuerUrl } from './issuer-url.ts'

export const federationSettings = {
  FEDERATION_ISSUER_URL: z
    .string()
    .refine(isIssuerUrl, 'is not an https URL without query, such as https://mail.example.com/office365')
    .optional(),
  FEDERATED_TOKEN_FILE: z.string().min(1).optional(),
}

interface Values {
  FEDERATION_ISSUER_URL?: string | undefined
  FEDERATED_TOKEN_FILE?: string | undefined
}

/** Entra compares issuers letter by letter, so ours never ends with a slash. */
export const readFederation = (values: Values, publicUrl: string) => ({
  issuerUrl: values.FEDERATION_ISSUER_URL?.replace(/\/+$/, '') ?? publicUrl,
  tokenFile: values.FEDERATED_TOKEN_FILE ?? null,
})
