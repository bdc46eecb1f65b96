import type { EntraLinks } from './entra-links.ts'

/** One piece of work in Microsoft 365, for people and for the printed page. */
export interface SetupTask {
  id: string
  title: string
  /** The role that it takes, in Microsoft's words. */
  who: string
  /** What is true afterwards. */
  outcome: string
  link: keyof EntraLinks | null
  steps: readonly string[]
  traps: readonly string[]
  takes: string
  proof: string
}

/** Names of a bot's own things, as they stand in the steps. */
export interface TaskNames {
  appName: string
  userEmail: string | null
}

/** Registering the app by hand, in order. */
export const listEntraTasks = ({ appName, userEmail }: TaskNames): readonly SetupTask[] => [
  {
    id: 'register-app',
    title: 'Register the app',
    who: 'Application Developer, Application Administrator or Cloud Application Administrator',
    outcome: 'Your organisation has an app for this bot, and you have the client ID and the tenant ID.',
    link: 'registerApp',
    steps: [
      'Open App registrations and select New registration.',
      `Name: ${appName}.`,
      'Supported account types: “Accounts in this organizational directory only” (single tenant).',
      'Leave Redirect URI empty and select Register.',
      'On Overview, copy “Application (client) ID” and “Directory (tenant) ID”.',
    ],
    traps: ['“Object ID” on the same page belongs to the app registration. It is not one of the five values.'],
    takes: 'One minute.',
    proof: 'The app is listed under App registrations → All applications.',
  },
  {
    id: 'add-permission',
    title: 'Add Mail.Send as an application permission',
    who: 'Owner of the app, Application Administrator or Cloud Application Administrator',
    outcome: 'The app asks for the right to send mail. It does not have it yet.',
    link: 'apiPermissions',
    steps: [
      'In the app, open API permissions and select Add a permission.',
      'Select Microsoft Graph, then Application permissions.',
      'Search for Mail.Send, tick it and select Add permissions.',
    ],
    traps: [
      'Delegated permissions hold a Mail.Send too. It only works while a person is signed in, and the bot gets “Access is denied”.',
      'With RBAC for Applications (see “Restrict app access”) leave this step and the next out: the right then comes from Exchange Online.',
    ],
    takes: 'One minute.',
    proof: 'The list shows Mail.Send with the type Application.',
  },
  {
    id: 'grant-consent',
    title: 'Grant admin consent',
    who: 'Privileged Role Administrator or Global Administrator. Application Administrators cannot do it.',
    outcome: 'The app may send mail. Until it is restricted, it may do so as every mailbox of your organisation.',
    link: 'adminConsent',
    steps: ['In the app, open API permissions.', 'Select Grant admin consent for your organisation, and confirm.'],
    traps: [
      'The consent link ends on an error page if the app has no redirect URI. Look at API permissions to see whether the consent was recorded (not verified by us).',
      'If other bots or programs use the app, look at Exchange Online first: where they are restricted with RBAC for Applications, the consent lifts their restriction.',
      'A token that was issued before the consent does not have the right yet. Such a token lives for up to 90 minutes, mostly less.',
    ],
    takes: 'One minute, plus some minutes until new tokens carry the right.',
    proof: 'Mail.Send shows the status “Granted for …” with a green tick.',
  },
  {
    id: 'create-secret',
    title: 'Make a client secret',
    who: 'Owner of the app, Application Administrator or Cloud Application Administrator',
    outcome: 'You have the client secret’s value and its expiry date.',
    link: 'certificatesAndSecrets',
    steps: [
      'In the app, open Certificates & secrets → Client secrets and select New client secret.',
      'Choose when it expires: at most 24 months; Microsoft advises less than 12.',
      'Select Add, and copy the “Value” at once. Write down the date under “Expires”.',
    ],
    traps: [
      '“Secret ID” is not the secret. Use the copy button beside the Value.',
      'Once you leave the page, nobody can read the Value again. Then make another secret.',
      'Do not delete secrets that are there already: other bots or programs may sign in with them.',
      'Some organisations forbid secrets or limit their lifetime. Entra says so when you select Add.',
    ],
    takes: 'One minute.',
    proof: 'Submit in the wizard signs in with it.',
  },
  {
    id: 'find-object-id',
    title: 'Copy the mailbox’s Object ID',
    who: 'User Administrator or Global Reader',
    outcome: 'You have the user ID, the last of the five values.',
    link: 'userProfile',
    steps: [
      `Open Users → All users and select the user of the mailbox${userEmail ? ` ${userEmail}` : ''}.`,
      'On Overview, copy “Object ID”.',
    ],
    traps: ['A group or a distribution list has an Object ID too, but no mailbox that can send.'],
    takes: 'One minute.',
    proof: 'The test message is accepted: this ID is the mailbox that it is sent from.',
  },
]

const exchangeAdmin = 'Exchange Administrator (Organization Management)'

/** Two ways to limit the app to one mailbox; the first is the one to choose. */
export const restrictionTasks: readonly SetupTask[] = [
  {
    id: 'rbac-for-applications',
    title: 'RBAC for Applications (recommended)',
    who: `${exchangeAdmin}; and Privileged Role Administrator or Global Administrator to remove the grant in Entra`,
    outcome: 'The app may send as this one mailbox and as no other.',
    link: 'enterpriseApp',
    steps: [
      'In Entra, open Enterprise applications → the app → Overview and copy its Object ID.',
      'In Exchange Online PowerShell, make the app known: New-ServicePrincipal with the client ID and that Object ID.',
      'Make a scope that holds the mailbox alone: New-ManagementScope with a RecipientRestrictionFilter.',
      'Assign the role “Application Mail.Send” within that scope: New-ManagementRoleAssignment with CustomResourceScope.',
      'Test: Test-ServicePrincipalAuthorization for this mailbox (InScope: True) and for another (InScope: False).',
      'Only then, and only once every bot and program that sends through the app has a scope of its own, remove the grant of Mail.Send in Entra: in the app, API permissions → Mail.Send → Revoke admin consent, and remove the permission.',
    ],
    traps: [
      'The Object ID is the enterprise application’s, not the one on the page of the app registration.',
      'Grants in Entra and in Exchange add up: while Mail.Send is granted in Entra, the scope limits nothing.',
      'A bot or program that uses the same app and has no scope of its own stops sending when the grant is removed.',
      'Scopes add up. Make one for each mailbox, and do not change the scope of another bot.',
      'Afterwards tokens carry no Mail.Send. The wizard warns about it, and mail goes out all the same.',
      'If somebody grants admin consent for Mail.Send again, the restriction is gone.',
    ],
    takes: 'Ten minutes; then 30 minutes (idle app) to two hours (app in use) until Microsoft Graph follows.',
    proof:
      'Run the restriction check in the wizard with another mailbox: it must be refused. Test-ServicePrincipalAuthorization shows the new state at once, but leaves grants in Entra out.',
  },
  {
    id: 'application-access-policy',
    title: 'Application Access Policy (legacy)',
    who: exchangeAdmin,
    outcome: 'Of all that the grant in Entra allows, the app keeps the mailboxes of one group.',
    link: null,
    steps: [
      'In Exchange Online, make a mail-enabled security group and add the mailbox to it.',
      'New-ApplicationAccessPolicy with the client ID, that group and AccessRight RestrictAccess.',
      'Test: Test-ApplicationAccessPolicy for this mailbox (Granted) and for another (Denied).',
    ],
    traps: [
      'The first policy of an app cuts it off from every mailbox outside its group, those of other bots included. Further policies add their groups.',
      'Microsoft has replaced these policies by RBAC for Applications and asks for no new ones.',
      'A policy takes no shared mailbox, room, distribution list or Microsoft 365 group directly: put the mailbox into a mail-enabled security group.',
      'Mail.Send must stay granted in Entra. A policy narrows that grant and does not touch roles in Exchange.',
    ],
    takes:
      'Ten minutes; then more than an hour at times until Microsoft Graph follows, even if the test already passes. Removing one takes up to 30 minutes.',
    proof: 'Run the restriction check in the wizard with another mailbox: it must be refused.',
  },
]
