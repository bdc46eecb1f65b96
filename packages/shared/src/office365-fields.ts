/** The five values of a configuration, in the order of the form. */
export const office365Fields = ['userEmail', 'clientId', 'tenantId', 'clientSecret', 'userId'] as const
export type Office365Field = (typeof office365Fields)[number]

export const isOffice365Field = (name: string): name is Office365Field =>
  office365Fields.some((field) => field === name)

export const office365FieldLabels: Record<Office365Field, string> = {
  userEmail: 'User Email',
  clientId: 'Client ID',
  tenantId: 'Tenant ID',
  clientSecret: 'Client Secret Key',
  userId: 'User ID',
}
