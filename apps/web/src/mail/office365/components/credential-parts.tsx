/** What only certificates and federated credentials need, so that a bot with a client secret loads none of it. */
export { CertificateFields, FederatedHelp } from './certificate-fields.tsx'
export { CredentialChoice } from './credential-choice.tsx'
export { LockedCredential } from './credential-facts.tsx'
export { CredentialRegistration } from './credential-registration.tsx'
export { NextCertificate } from './next-certificate.tsx'
