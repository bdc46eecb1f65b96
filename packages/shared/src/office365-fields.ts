import type { CredentialKind } from './credential.ts'

/** The five values of a configuration, in the order of the form. */
export const office365Fields = ['userEmail', 'clientId', 'tenantId', 'clientSecret', 'userId'] as const
export type Office365Field = (typeof office365Fields)[number]

/** The values that a person enters: only a client secret is one of them. */
export const listFields = (kind: CredentialKind): readonly Office365Field[] =>
  office365Fields.filter((field) => kind === 'client-secret' || field !== 'clientSecret')

/** How many these are, in a sentence. */
export const fieldCounts: Record<CredentialKind, string> = {
  'client-secret': 'five',
  certificate: 'four',
  federated: 'four',
}

export const isOffice365Field = (name: string): name is Office365Field =>
  office365Fields.some((field) => field === name)

export const office365FieldLabels: Record<Office365Field, string> = {
  userEmail: 'User Email',
  clientId: 'Client ID',
  tenantId: 'Tenant ID',
  clientSecret: 'Client Secret Key',
  userId: 'User ID',
}
