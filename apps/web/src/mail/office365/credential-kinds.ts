import { type CredentialKind, credentialKinds, defaultCredentialKind } from '@office365-email/shared/credential'
import { type NationalCloud, nationalClouds } from '@office365-email/shared/national-cloud'

/** What Entra requires of a federated credential is not known for every cloud. */
export const credentialKindsOf = (cloud: NationalCloud): readonly CredentialKind[] =>
  credentialKinds.filter((kind) => kind !== 'federated' || nationalClouds[cloud].federationAudience !== null)

/** A client secret if the cloud does not have the wanted kind: a person can change the cloud after the choice. */
export const possibleKind = (wanted: CredentialKind, cloud: NationalCloud): CredentialKind =>
  credentialKindsOf(cloud).includes(wanted) ? wanted : defaultCredentialKind
