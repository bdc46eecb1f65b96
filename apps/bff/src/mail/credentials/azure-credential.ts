import type { ClientSecretCredential, ClientSecretCredentialOptions } from '@azure/identity'
import type { Proof } from './credential.ts'

/**
 * The credential of `@azure/identity` for a proof. With a certificate, it signs an assertion with PS256, and names the
 * certificate by its SHA-256 thumbprint.
 */
export async function createAzureCredential(
  { tenantId, clientId }: { tenantId: string; clientId: string },
  proof: Proof,
  options: ClientSecretCredentialOptions,
): Promise<Pick<ClientSecretCredential, 'getToken'>> {
  // Loaded when first used: it costs 400 ms and 40 MB, which a start should not.
  const identity = await import('@azure/identity')
  switch (proof.kind) {
    case 'client-secret':
      return new identity.ClientSecretCredential(tenantId, clientId, proof.clientSecret.reveal(), options)
    case 'certificate': {
      const certificate = `${proof.privateKey.reveal()}\n${proof.certificate}`
      return new identity.ClientCertificateCredential(tenantId, clientId, { certificate }, options)
    }
    case 'federated': {
      // Before the library calls it: the library would hide why it failed.
      const assertion = await proof.assertion()
      return new identity.ClientAssertionCredential(tenantId, clientId, async () => assertion.reveal(), options)
    }
  }
}
