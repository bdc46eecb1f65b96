import type { CredentialKind } from '../credential.ts'
import type { EntraLinks } from './entra-links.ts'

/** One task in Microsoft 365, for the wizard, the page behind an intake link, and the printed page. */
export interface SetupTask {
  id: string
  title: string
  /** The required role, in Microsoft's words. */
  who: string
  /** What is true after the task. */
  outcome: string
  link: keyof EntraLinks | null
  steps: readonly string[]
  traps: readonly string[]
  takes: string
  proof: string
}

/** What the steps depend on. */
export interface TaskFacts {
  appName: string
  userEmail: string | null
  credentialKind: CredentialKind
}

const whoAddsCredentials = 'Owner of the app, Application Administrator or Cloud Application Administrator'

const createSecret: SetupTask = {
  id: 'create-secret',
  title: 'Create a client secret',
  who: whoAddsCredentials,
  outcome: 'You have the client secret’s value and its expiry date.',
  link: 'certificatesAndSecrets',
  steps: [
    'In the app, open Certificates & secrets > Client secrets and select New client secret.',
    'Choose when it expires: at most 24 months; Microsoft recommends less than 12.',
    'Select Add, and copy the “Value” immediately. Note the date under “Expires”.',
  ],
  traps: [
    '“Secret ID” is not the secret. Use the copy button next to the Value.',
    'After you leave the page, no one can read the Value again. If you did not copy it, create another secret.',
    'Do not delete existing secrets: other bots or programs may sign in with them.',
    'Some organizations forbid secrets or limit their lifetime. Entra shows this when you select Add.',
  ],
  takes: 'One minute.',
  proof: 'When the values are submitted, the server signs in with this secret.',
}

/** Registering the app by hand, in order. */
export const listEntraTasks = ({ appName, userEmail, credentialKind }: TaskFacts): readonly SetupTask[] => [
  {
    id: 'register-app',
    title: 'Register the app',
    who: 'Application Developer, Application Administrator or Cloud Application Administrator',
    outcome: 'Your organization has an app for this bot, and you have the client ID and the tenant ID.',
    link: 'registerApp',
    steps: [
      'Open App registrations and select New registration.',
      `Name: ${appName}.`,
      'Supported account types: “Accounts in this organizational directory only” (single tenant).',
      'Leave Redirect URI empty and select Register.',
      'On Overview, copy “Application (client) ID” and “Directory (tenant) ID”.',
    ],
    traps: ['“Object ID” on the same page belongs to the app registration. You need the other two.'],
    takes: 'One minute.',
    proof: 'The app is listed under App registrations > All applications.',
  },
  {
    id: 'add-permission',
    title: 'Add Mail.Send as an application permission',
    who: whoAddsCredentials,
    outcome: 'The app requests permission to send mail. It does not have this permission yet.',
    link: 'apiPermissions',
    steps: [
      'In the app, open API permissions and select Add a permission.',
      'Select Microsoft Graph, then Application permissions.',
      'Search for Mail.Send, select it, and select Add permissions.',
    ],
    traps: [
      'Delegated permissions also include a Mail.Send. It works only while a person is signed in, and the bot gets “Access is denied”.',
      'If you restrict the app with RBAC for Applications, skip this task and the next one: the permission then comes from Exchange Online.',
    ],
    takes: 'One minute.',
    proof: 'The list shows Mail.Send with the type Application.',
  },
  {
    id: 'grant-consent',
    title: 'Grant admin consent',
    who: 'Privileged Role Administrator or Global Administrator. Application Administrators cannot do it.',
    outcome: 'The app can send mail. Until you restrict it, it can send as every mailbox in your organization.',
    link: 'adminConsent',
    steps: ['In the app, open API permissions.', 'Select Grant admin consent for your organization, and confirm.'],
    traps: [
      'The consent link ends on an error page if the app has no redirect URI. Check under API permissions whether the consent was recorded (we have not verified this).',
      'If other bots or programs use the app, check Exchange Online first: if they are restricted with RBAC for Applications, the consent lifts their restriction.',
      'A token that was issued before the consent does not include the permission. Such a token is valid for up to 90 minutes, usually less.',
    ],
    takes: 'One minute, plus a few minutes until new tokens include the permission.',
    proof: 'Mail.Send shows the status “Granted for …” with a green tick.',
  },
  ...(credentialKind === 'client-secret' ? [createSecret] : []),
  {
    id: 'find-object-id',
    title: 'Copy the mailbox’s Object ID',
    who: 'User Administrator or Global Reader',
    outcome: 'You have the user ID, the last value.',
    link: 'userProfile',
    steps: [
      `Open Users > All users and select the user of the mailbox${userEmail ? ` ${userEmail}` : ''}.`,
      'On Overview, copy “Object ID”.',
    ],
    traps: ['A group or a distribution list also has an Object ID, but no mailbox that can send.'],
    takes: 'One minute.',
    proof: 'Microsoft accepts the test message, which is sent from the mailbox with this ID.',
  },
]

/** The task in Entra after Submit. Before Submit, there is nothing to register. */
export const registrationTasks: Record<Exclude<CredentialKind, 'client-secret'>, SetupTask> = {
  certificate: {
    id: 'upload-certificate',
    title: 'Upload the certificate',
    who: whoAddsCredentials,
    outcome: 'Entra accepts the sign-in of the app with this certificate.',
    link: 'certificatesAndSecrets',
    steps: [
      'Get the certificate: the dashboard offers it once the values are submitted. It is public, so it can be sent by mail. The private key stays on the server.',
      'In the app in Entra, open Certificates & secrets > Certificates, select Upload certificate and choose the file.',
      'Compare the thumbprint in Entra with the one next to the certificate in the dashboard.',
      'Select Check next to the certificate, or tell the admin of the dashboard that it is done.',
    ],
    traps: [
      'Do not delete existing certificates: other bots or programs may sign in with them.',
      'A certificate belongs to one bot. If several bots use the app, upload the certificate of each.',
      'Some organizations limit the lifetime of certificates. In this case, Entra refuses the upload.',
    ],
    takes: 'One minute, plus a few minutes until Entra accepts the certificate.',
    proof: 'Check signs in with this certificate.',
  },
  federated: {
    id: 'add-federated-credential',
    title: 'Add the federated credential',
    who: whoAddsCredentials,
    outcome: 'Entra accepts what this server signs for the bot, so the app signs in without a secret.',
    link: 'certificatesAndSecrets',
    steps: [
      'Get the issuer, the subject and the audience: the dashboard shows them once the values are submitted. They are not secret, so they can be sent by mail.',
      'In the app in Entra, open Certificates & secrets > Federated credentials, select Add credential and the scenario “Other issuer”.',
      'Enter the issuer, the subject (“Value”), the audience and any name, and select Add.',
      'Select Check below the three values, or tell the admin of the dashboard that it is done.',
    ],
    traps: [
      'Copy the values: Entra compares every letter, and saves wrong values without an error.',
      'Entra must be able to reach the issuer over the internet. If it cannot, choose a certificate.',
      'An app can have at most 20 federated credentials.',
      'If the configuration is removed from the dashboard, the next one usually has another subject.',
    ],
    takes: 'Two minutes, plus a few minutes until Entra accepts it.',
    proof: 'Check signs in with this credential.',
  },
}

const exchangeAdmin = 'Exchange Administrator (Organization Management)'

/** Two ways to limit the app to one mailbox; the first is the one to choose. */
export const restrictionTasks: readonly SetupTask[] = [
  {
    id: 'rbac-for-applications',
    title: 'RBAC for Applications (recommended)',
    who: `${exchangeAdmin}, and Privileged Role Administrator or Global Administrator to remove the grant in Entra`,
    outcome: 'The app can send as this mailbox and no other.',
    link: 'enterpriseApp',
    steps: [
      'In Entra, open Enterprise applications > the app > Overview and copy its Object ID.',
      'In Exchange Online PowerShell, add the app: New-ServicePrincipal with the client ID and that Object ID.',
      'Create a scope that contains only the mailbox: New-ManagementScope with a RecipientRestrictionFilter.',
      'Assign the role “Application Mail.Send” within that scope: New-ManagementRoleAssignment with CustomResourceScope.',
      'Test: Test-ServicePrincipalAuthorization for this mailbox (InScope: True) and for another (InScope: False).',
      'After that, and only when every bot and program that sends through the app has its own scope, remove the grant of Mail.Send in Entra: in the app, API permissions > Mail.Send > Revoke admin consent, and remove the permission.',
    ],
    traps: [
      'Use the Object ID of the enterprise application, not the one on the page of the app registration.',
      'Grants in Entra and in Exchange add up: while Mail.Send is granted in Entra, the scope has no effect.',
      'A bot or program that uses the same app and does not have its own scope stops sending when you remove the grant.',
      'Scopes add up. Create one for each mailbox, and do not change the scope of another bot.',
      'After that, tokens do not include Mail.Send. The dashboard shows a warning, but mail is still sent.',
      'If an admin grants consent for Mail.Send again, the restriction no longer works.',
    ],
    takes:
      'Ten minutes, then 30 minutes (idle app) to two hours (app in use) until Microsoft Graph applies the change.',
    proof:
      'An admin of the dashboard runs the restriction check with another mailbox: Microsoft must refuse it. Test-ServicePrincipalAuthorization shows the new state immediately, but ignores grants in Entra.',
  },
  {
    id: 'application-access-policy',
    title: 'Application Access Policy (legacy)',
    who: exchangeAdmin,
    outcome: 'Of the mailboxes that the grant in Entra allows, the app can use only those of one group.',
    link: null,
    steps: [
      'In Exchange Online, create a mail-enabled security group and add the mailbox to it.',
      'Run New-ApplicationAccessPolicy with the client ID, that group and AccessRight RestrictAccess.',
      'Test: Test-ApplicationAccessPolicy for this mailbox (Granted) and for another (Denied).',
    ],
    traps: [
      'The first policy of an app blocks it from every mailbox outside its group, including those of other bots. Further policies add their groups.',
      'Microsoft has replaced these policies with RBAC for Applications and asks you not to create new ones.',
      'A policy does not accept a shared mailbox, room, distribution list or Microsoft 365 group directly: add the mailbox to a mail-enabled security group.',
      'Mail.Send must stay granted in Entra. A policy narrows that grant and does not affect roles in Exchange.',
    ],
    takes:
      'Ten minutes, then sometimes more than an hour until Microsoft Graph applies the change, even if the test already passes. Removing a policy takes up to 30 minutes.',
    proof: 'An admin of the dashboard runs the restriction check with another mailbox: Microsoft must refuse it.',
  },
]
