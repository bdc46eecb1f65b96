/** The app ID of Microsoft Graph in every tenant. */
export const graphAppId = '00000003-0000-0000-c000-000000000000'

/** The application permission Mail.Send, "Send mail as any user". Assumed to be the same in every national cloud. */
export const mailSendRoleId = 'b633e1c5-b582-4048-a93e-9f11b44c7e96'

/** Microsoft's own IDs that command output can contain in addition to the wanted ones. */
export const microsoftOwnIds: ReadonlySet<string> = new Set([
  graphAppId,
  mailSendRoleId,
  // Mail.Send as a delegated permission.
  'e383f46e-2787-4529-855e-0e479a3ffac0',
  // Azure CLI and Microsoft Graph PowerShell: the apps that people use to sign in.
  '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  '14d82eec-204b-4c2f-b7e8-296a70dab67e',
  '00000000-0000-0000-0000-000000000000',
])
