import type { Step } from '../actions.ts'
import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { nothingToChange, resetForm, sendTestEmail, tellDevelopers } from './steps.ts'

const newSecret: Step = {
  action: 'create-secret',
  text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets, choose New client secret, and copy the Value before leaving the page.',
}
const submitSecret: Step[] = [
  resetForm,
  { action: 'submit-values', text: 'Paste the new Value into Client Secret Key and choose Submit.' },
]
const submitTenant: Step[] = [
  resetForm,
  { action: 'submit-values', text: 'Paste the tenant ID into Tenant ID and choose Submit.' },
]
const submitClient: Step[] = [
  resetForm,
  { action: 'submit-values', text: 'Paste the client ID into Client ID and choose Submit.' },
]

/** What the sign-in's causes mean. Blade and button names are those of the Microsoft Entra admin center. */
export const tokenTexts = {
  tenant_not_found: {
    title: 'Microsoft does not know this tenant',
    explanation:
      'Microsoft has no organization with the tenant ID that was sent. It may be mistyped, belong to something else, or live in another Microsoft cloud.',
    nextSteps: [
      {
        action: 'copy-value',
        text: 'In the Microsoft Entra admin center, open App registrations > your app > Overview and copy Directory (tenant) ID. Application (client) ID beside it is easily taken for it.',
      },
      ...submitTenant,
      {
        action: 'check-values',
        text: 'If the ID is right, check that Cloud names the Microsoft cloud of your organization, such as US Government or China.',
      },
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  tenant_missing: {
    title: 'The sign-in names no tenant of yours',
    explanation:
      'Microsoft was asked without a tenant ID, or with a shared name such as "common". A program that signs in by itself needs the ID of one tenant.',
    nextSteps: [
      {
        action: 'copy-value',
        text: 'In the Microsoft Entra admin center, open App registrations > your app > Overview and copy Directory (tenant) ID.',
      },
      ...submitTenant,
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  tenant_blocked: {
    title: 'Microsoft refuses this tenant',
    explanation:
      'The tenant exists, but Microsoft lets nobody sign in to it from here. It may be blocked, deleted or inactive, or a network rule allows other tenants only.',
    nextSteps: [
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to sign in to the Microsoft 365 admin center and look for notices about the organization or its subscription.',
      },
      {
        action: 'ask-network-team',
        text: 'If the message says "access to the tenant is denied", ask your network team whether the proxy adds tenant restrictions and have your tenant added.',
      },
      {
        action: 'contact-microsoft',
        text: 'If the tenant is blocked, have your IT admin open a support request with Microsoft.',
      },
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'it-admin',
  },
  wrong_cloud: {
    title: 'The tenant belongs to another Microsoft cloud',
    explanation:
      'Microsoft runs separate clouds, such as Global, US Government and China, and accounts do not pass from one to another. The tenant, the sign-in address and Microsoft Graph have to be in the same one.',
    nextSteps: [
      {
        action: 'check-tenant',
        text: 'Ask your IT admin which Microsoft cloud your organization uses: the address of its admin center ends in .com, .us or .cn.',
      },
      resetForm,
      { action: 'submit-values', text: 'Set Microsoft cloud to the cloud of your organization and choose Submit.' },
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  app_not_in_tenant: {
    title: 'The app is not known in this tenant',
    explanation:
      'Microsoft finds no app with this client ID in this tenant. Either the client ID or the tenant ID is not the right one, or the app was registered but never added to the tenant.',
    nextSteps: [
      {
        action: 'check-values',
        text: 'In the Microsoft Entra admin center, open App registrations > your app > Overview and compare Application (client) ID and Directory (tenant) ID with the values here.',
      },
      resetForm,
      { action: 'submit-values', text: 'Correct the value that differs and choose Submit.' },
      {
        action: 'grant-consent',
        text: 'If both are right, ask your IT admin to look for the app under Enterprise applications and, if it is missing, to choose Grant admin consent under API permissions, which adds it.',
      },
    ],
    field: 'clientId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  app_disabled: {
    title: 'The app is switched off in Entra',
    explanation:
      'Microsoft knows the app, but it is disabled in your tenant. Somebody switched it off, or Microsoft did.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > Enterprise applications > your app > Properties.',
      },
      { action: 'check-app', text: 'Have them set "Enabled for users to sign in?" to Yes and choose Save.' },
      { action: 'send-test-email', text: 'Wait a few minutes, then send a test email.' },
    ],
    field: 'clientId',
    retryable: false,
    actor: 'it-admin',
  },
  client_id_wrong: {
    title: 'The client ID is not that of your app',
    explanation:
      'The value that was sent as client ID is not the ID of an app. It may be empty, an example, or another of the values, such as the tenant ID.',
    nextSteps: [
      {
        action: 'copy-value',
        text: 'In the Microsoft Entra admin center, open App registrations > your app > Overview and copy Application (client) ID, not Object ID.',
      },
      ...submitClient,
    ],
    field: 'clientId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  secret_invalid: {
    title: 'Microsoft does not accept the client secret',
    explanation:
      'The tenant and the app are right, but the secret is none of this app. Often the Secret ID was copied in place of the Value, the copy is incomplete, or the secret was deleted.',
    nextSteps: [newSecret, ...submitSecret],
    field: 'clientSecret',
    retryable: false,
    actor: 'dashboard-admin',
  },
  secret_expired: {
    title: 'The client secret has expired',
    explanation: 'The secret belongs to this app, but its last day has passed. The app needs a new one.',
    nextSteps: [
      newSecret,
      ...submitSecret,
      { action: 'submit-values', text: 'Enter the new expiry date too, so that you are told before it happens again.' },
    ],
    field: 'clientSecret',
    retryable: false,
    actor: 'dashboard-admin',
  },
  secret_missing: {
    title: 'No client secret reached Microsoft',
    explanation:
      'The sign-in came without a secret, and this app needs one. The value was empty or was lost on the way.',
    nextSteps: [
      resetForm,
      { action: 'submit-values', text: 'Paste the secret into Client Secret Key and choose Submit.' },
      {
        action: 'create-secret',
        text: 'If you no longer have it, ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets, choose New client secret, and copy the Value.',
      },
      { action: 'check-values', text: 'Check that Client ID is the Application (client) ID of the same app.' },
    ],
    field: 'clientSecret',
    retryable: false,
    actor: 'dashboard-admin',
  },
  assertion_invalid: {
    title: 'Microsoft refuses the certificate or federated credential',
    explanation:
      'The program signed in with a certificate or a federated credential that Microsoft could not match with the app. It may be expired, not uploaded, or made for another subject.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets and compare the thumbprint, subject and dates with what the program uses.',
      },
      { action: 'check-app', text: 'Have them upload the right certificate or correct the federated credential.' },
      { action: 'set-up-server', text: 'Check that the clock of the server is right.' },
    ],
    field: 'clientSecret',
    retryable: false,
    actor: 'it-admin',
  },
  public_client_config: {
    title: 'The app is registered as a public client',
    explanation:
      'Microsoft treats this app as one without a secret, such as a mobile or desktop app. A program that sends by itself needs an app of the Web kind with a secret.',
    nextSteps: [
      { action: 'check-values', text: 'Check that Client ID is the app that was registered for sending mail.' },
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Authentication and set "Allow public client flows" to No.',
      },
      {
        action: 'check-app',
        text: 'If the app serves another purpose, have them register a new one and use its values here.',
      },
    ],
    field: 'clientId',
    retryable: false,
    actor: 'it-admin',
  },
  scope_invalid: {
    title: 'The program asked for a permission in the wrong way',
    explanation:
      'The program has to ask for all permissions of Microsoft Graph at once and named something else. This is a fault of the program.',
    nextSteps: [
      nothingToChange,
      tellDevelopers,
      {
        action: 'fix-program',
        text: 'For them: send exactly one scope, the address of Microsoft Graph followed by /.default.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  resource_unknown: {
    title: 'Microsoft does not find the service in this tenant',
    explanation:
      'The sign-in asked for a service that this tenant does not have or has switched off. The cloud may be the wrong one, or a subscription has lapsed.',
    nextSteps: [
      { action: 'check-values', text: 'Check that Cloud names the Microsoft cloud of your organization.' },
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to open Entra ID > Enterprise applications, set the application type to Microsoft Applications, and check that Microsoft Graph is there and enabled.',
      },
      {
        action: 'check-tenant',
        text: 'Have them check in the Microsoft 365 admin center under Billing > Your products that the subscription is active.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'it-admin',
  },
  consent_missing: {
    title: 'The app has not been approved',
    explanation:
      'Microsoft gives this app no access until an administrator approves it. The permission may be missing too.',
    nextSteps: [
      {
        action: 'grant-consent',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > API permissions and check that Mail.Send is listed with type Application.',
      },
      {
        action: 'grant-consent',
        text: 'Have a Privileged Role Administrator or Global Administrator choose Grant admin consent there.',
      },
      sendTestEmail,
    ],
    field: 'permissions',
    retryable: false,
    actor: 'it-admin',
  },
  conditional_access: {
    title: 'A sign-in policy blocks the app',
    explanation:
      'Your organization has a Conditional Access policy or a security default that does not let this sign-in through. Often the address of the server is not on the list of allowed places.',
    nextSteps: [
      {
        action: 'check-sign-in-policy',
        text: 'Ask your IT admin to open Entra ID > Monitoring & health > Sign-in logs > Service principal sign-ins and find the failure: its Conditional Access tab names the policy.',
      },
      {
        action: 'check-sign-in-policy',
        text: 'Have them exclude the app under Entra ID > Conditional Access > Policies, or add the address of this server to the named locations.',
      },
      sendTestEmail,
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  token_request_malformed: {
    title: 'The program sent a sign-in that Microsoft cannot read',
    explanation:
      'The sign-in request was not in the form that Microsoft expects: a part is missing or was sent in the wrong way. This is a fault of the program.',
    nextSteps: [nothingToChange, tellDevelopers],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  wrong_flow: {
    title: 'This is an error of a sign-in by a person',
    explanation:
      'The error speaks of a user, a password or a code, but a bot signs in by itself with a client secret. The program used another kind of sign-in.',
    nextSteps: [
      nothingToChange,
      tellDevelopers,
      { action: 'fix-program', text: 'For them: use the client credentials grant with the client secret.' },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  token_service_transient: {
    title: 'Microsoft sign-in failed for a moment',
    explanation: 'Microsoft had a fault of its own while it handled the sign-in. Your values are not the reason.',
    nextSteps: [
      {
        action: 'try-again',
        text: 'Wait a few minutes and try again; the same values work once Microsoft has recovered.',
      },
      {
        action: 'check-service-health',
        text: 'If it lasts longer than an hour, look at the service health page of the Microsoft 365 admin center.',
      },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  token_throttled: {
    title: 'Microsoft limits the sign-ins for now',
    explanation:
      'There were too many sign-ins in a short time, so Microsoft asks for a pause. Your values are not the reason.',
    nextSteps: [
      { action: 'try-again', text: 'Wait for a minute and try again.' },
      {
        action: 'tell-developers',
        text: 'If it returns often, tell the developers: the program should keep a token for as long as it is valid.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
} satisfies Partial<Record<Cause, Remedy>>
