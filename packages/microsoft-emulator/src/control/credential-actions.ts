import { randomUUID, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Certificate, FederatedCredential } from '../seed/seed.ts'
import { defineAction, getApplication, later, seconds } from './action.ts'

const ofCertificate = z.object({ clientId: z.string(), thumbprint: z.string().optional() })

const matches = ({ thumbprint }: Certificate, wanted: string | undefined): boolean =>
  wanted === undefined || thumbprint.toUpperCase() === wanted.toUpperCase()

/** Reads PEM, or DER in base64. */
function readCertificate(text: string): X509Certificate {
  const isPem = text.includes('-----BEGIN')
  return new X509Certificate(isPem ? text : Buffer.from(text, 'base64'))
}

/** Entra takes values that are wrong, and at most 20 of them. */
const mostFederatedCredentials = 20

export const credentialActions = {
  /** Uploads a public certificate, as PEM or as DER in base64, and returns it with its thumbprint. */
  uploadCertificate: defineAction(
    z.object({ clientId: z.string(), certificate: z.string() }),
    (state, { clientId, certificate }): Certificate => {
      const read = readCertificate(certificate)
      const uploaded = {
        keyId: randomUUID(),
        certificate: read.toString(),
        thumbprint: read.fingerprint.replaceAll(':', ''),
      }
      const application = getApplication(state, clientId)
      application.certificates = [...(application.certificates ?? []), uploaded]
      return uploaded
    },
  ),
  /** Deletes the certificate, or all certificates of the application. */
  deleteCertificate: defineAction(ofCertificate, (state, { clientId, thumbprint }) => {
    for (const certificate of getApplication(state, clientId).certificates ?? [])
      if (matches(certificate, thumbprint)) certificate.deletedAt = later(state, 0)
  }),
  revokeCertificate: defineAction(ofCertificate, (state, { clientId, thumbprint }) => {
    for (const certificate of getApplication(state, clientId).certificates ?? [])
      if (matches(certificate, thumbprint)) certificate.revokedAt = later(state, 0)
  }),
  /** Trusts an issuer for one subject and audience; Entra knows it after `afterSeconds` (0 by default). */
  addFederatedCredential: defineAction(
    z.object({
      clientId: z.string(),
      name: z.string().default('bot'),
      issuer: z.string(),
      subject: z.string(),
      audience: z.string(),
      afterSeconds: seconds.default(0),
    }),
    (state, { clientId, afterSeconds, ...values }): FederatedCredential => {
      const application = getApplication(state, clientId)
      const added = { ...values, effectiveFrom: later(state, afterSeconds) }
      const all = [...(application.federatedCredentials ?? []), added]
      if (all.length > mostFederatedCredentials) throw new Error('An application has at most 20 federated credentials')
      application.federatedCredentials = all
      return added
    },
  ),
  /** Removes all of the application, or the one with this subject. */
  removeFederatedCredential: defineAction(
    z.object({ clientId: z.string(), subject: z.string().optional() }),
    (state, { clientId, subject }) => {
      const application = getApplication(state, clientId)
      application.federatedCredentials = (application.federatedCredentials ?? []).filter(
        (credential) => subject !== undefined && credential.subject !== subject,
      )
    },
  ),
}
