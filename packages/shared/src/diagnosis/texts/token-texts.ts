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

/** Remedies for the causes of the sign-in. Page and button names are those of the Microsoft Entra admin center. */
export const tokenTexts = {
  tenant_not_found: {
    title: 'Microsoft cannot find this tenant',
    explanation:
      'No organization has the tenant ID that was sent. The ID may be mistyped, belong to something else, or be in another Microsoft cloud.',
    nextSteps: [
      {
        action: 'copy-value',
        text: 'In the Microsoft Entra admin center, open App registrations > your app > Overview and copy Directory (tenant) ID. Do not confuse it with Application (client) ID next to it.',
      },
      ...submitTenant,
      {
        action: 'check-values',
        text: 'If the ID is correct, check that Microsoft cloud is the cloud of your organization, such as US Government or China.',
      },
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  tenant_missing: {
    title: 'The sign-in does not name your tenant',
    explanation:
      'The sign-in had no tenant ID, or a shared name such as "common". A program that signs in without a person needs the ID of one tenant.',
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
    title: 'Microsoft blocks the sign-in to this tenant',
    explanation:
      'The tenant exists, but Microsoft does not allow a sign-in to it from here. It may be blocked, deleted or inactive, or a network rule allows only other tenants.',
    nextSteps: [
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to sign in to the Microsoft 365 admin center and look for notices about the organization or its subscription.',
      },
      {
        action: 'ask-network-team',
        text: 'If the message says "access to the tenant is denied", ask your network team whether the proxy adds tenant restrictions, and ask them to add your tenant.',
      },
      {
        action: 'contact-microsoft',
        text: 'If the tenant is blocked, ask your IT admin to open a support request with Microsoft.',
      },
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'it-admin',
  },
  wrong_cloud: {
    title: 'The tenant belongs to another Microsoft cloud',
    explanation:
      'Microsoft runs separate clouds, such as Global, US Government and China, and an account works only in its own cloud. The tenant, the sign-in address and Microsoft Graph must be in the same cloud.',
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
    title: 'Microsoft cannot find the app in this tenant',
    explanation:
      'No app with this client ID exists in this tenant. Either the client ID or the tenant ID is wrong, or the app was registered but never added to the tenant.',
    nextSteps: [
      {
        action: 'check-values',
        text: 'In the Microsoft Entra admin center, open App registrations > your app > Overview and compare Application (client) ID and Directory (tenant) ID with the values here.',
      },
      resetForm,
      { action: 'submit-values', text: 'Correct the value that differs and choose Submit.' },
      {
        action: 'grant-consent',
        text: 'If both are correct, ask your IT admin to look for the app under Enterprise applications and, if it is missing, to choose Grant admin consent under API permissions, which adds it.',
      },
    ],
    field: 'clientId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  app_disabled: {
    title: 'The app is disabled in Entra',
    explanation:
      'Microsoft knows the app, but the app is disabled in your tenant. An administrator or Microsoft disabled it.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > Enterprise applications > your app > Properties.',
      },
      { action: 'check-app', text: 'Ask them to set "Enabled for users to sign in?" to Yes and to choose Save.' },
      { action: 'send-test-email', text: 'Wait a few minutes, then send a test email.' },
    ],
    field: 'clientId',
    retryable: false,
    actor: 'it-admin',
  },
  client_id_wrong: {
    title: 'The client ID is not the ID of your app',
    explanation:
      'The value that was sent as the client ID is not the ID of an app. It may be empty, an example, or one of the other values, such as the tenant ID.',
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
      'The tenant and the app are correct, but the secret does not belong to this app. Often the Secret ID was copied instead of the Value, the copy is incomplete, or the secret was deleted.',
    nextSteps: [newSecret, ...submitSecret],
    field: 'clientSecret',
    retryable: false,
    actor: 'dashboard-admin',
  },
  secret_expired: {
    title: 'The client secret has expired',
    explanation: 'The secret belongs to this app, but its expiry date has passed. The app needs a new secret.',
    nextSteps: [
      newSecret,
      ...submitSecret,
      {
        action: 'submit-values',
        text: 'Also enter the new expiry date, so that you get a warning before the new secret expires.',
      },
    ],
    field: 'clientSecret',
    retryable: false,
    actor: 'dashboard-admin',
  },
  secret_missing: {
    title: 'No client secret reached Microsoft',
    explanation:
      'The sign-in contained no secret, and this app needs one. The value was empty or was lost before it reached Microsoft.',
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
    title: 'Microsoft rejects the certificate or federated credential',
    explanation:
      'The program signed in with a certificate or a federated credential that Microsoft could not match to the app. It may be expired, not uploaded, or issued for another subject.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets and compare the thumbprint, subject and dates with what the program uses.',
      },
      { action: 'check-app', text: 'Ask them to upload the right certificate or to correct the federated credential.' },
      { action: 'set-up-server', text: 'Check that the clock of the server is correct.' },
    ],
    field: 'clientSecret',
    retryable: false,
    actor: 'it-admin',
  },
  public_client_config: {
    title: 'The app is registered as a public client',
    explanation:
      'Microsoft treats this app as an app without a secret, such as a mobile or desktop app. A program that sends without a person needs a Web app with a secret.',
    nextSteps: [
      {
        action: 'check-values',
        text: 'Check that Client ID is the ID of the app that was registered for sending mail.',
      },
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Authentication and set "Allow public client flows" to No.',
      },
      {
        action: 'check-app',
        text: 'If the app has another purpose, ask them to register a new app, and use its values here.',
      },
    ],
    field: 'clientId',
    retryable: false,
    actor: 'it-admin',
  },
  scope_invalid: {
    title: 'The program requested a permission in the wrong way',
    explanation:
      'The program must request all permissions of Microsoft Graph at the same time, but requested something else. This is a fault in the program.',
    nextSteps: [
      tellDevelopers,
      {
        action: 'fix-program',
        text: 'For the developers: send exactly one scope, the address of Microsoft Graph followed by /.default.',
      },
      nothingToChange,
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  resource_unknown: {
    title: 'Microsoft cannot find the service in this tenant',
    explanation:
      'The sign-in requested a service that does not exist or is disabled in this tenant. The cloud may be wrong, or a subscription has lapsed.',
    nextSteps: [
      { action: 'check-values', text: 'Check that Microsoft cloud is the cloud of your organization.' },
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to open Entra ID > Enterprise applications, set the application type to Microsoft Applications, and check that Microsoft Graph is there and enabled.',
      },
      {
        action: 'check-tenant',
        text: 'Ask them to open the Microsoft 365 admin center > Billing > Your products and check that the subscription is active.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'it-admin',
  },
  consent_missing: {
    title: 'The app has not been approved',
    explanation:
      'Microsoft gives this app no access until an administrator approves it. The permission may also be missing.',
    nextSteps: [
      {
        action: 'grant-consent',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > API permissions and check that Mail.Send is listed with type Application.',
      },
      {
        action: 'grant-consent',
        text: 'Ask a Privileged Role Administrator or Global Administrator to choose Grant admin consent there.',
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
      'A Conditional Access policy or the security defaults of your organization block this sign-in. Often the address of the server is not in the list of allowed locations.',
    nextSteps: [
      {
        action: 'check-sign-in-policy',
        text: 'Ask your IT admin to open Entra ID > Monitoring & health > Sign-in logs > Service principal sign-ins and find the failed sign-in: its Conditional Access tab names the policy.',
      },
      {
        action: 'check-sign-in-policy',
        text: 'Ask them to exclude the app under Entra ID > Conditional Access > Policies, or to add the address of this server to the named locations.',
      },
      sendTestEmail,
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  token_request_malformed: {
    title: 'The program sent a sign-in request that Microsoft cannot read',
    explanation:
      'The sign-in request was not in the format that Microsoft expects: a part is missing or was sent in the wrong way. This is a fault in the program.',
    nextSteps: [tellDevelopers, nothingToChange],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  wrong_flow: {
    title: 'This error belongs to a sign-in by a person',
    explanation:
      'The error is about a user, a password or a code, but a bot signs in with a client secret and without a person. The program used another kind of sign-in.',
    nextSteps: [
      tellDevelopers,
      { action: 'fix-program', text: 'For the developers: use the client credentials grant with the client secret.' },
      nothingToChange,
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  token_service_transient: {
    title: 'Microsoft sign-in had a temporary problem',
    explanation: 'Microsoft had an internal error while it handled the sign-in. Your values are not the cause.',
    nextSteps: [
      {
        action: 'try-again',
        text: 'Wait a few minutes and try again: the same values work when Microsoft has recovered.',
      },
      {
        action: 'check-service-health',
        text: 'If it lasts longer than an hour, check Health > Service health in the Microsoft 365 admin center.',
      },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  token_throttled: {
    title: 'Microsoft limits sign-ins for now',
    explanation:
      'There were too many sign-ins in a short time, so Microsoft asks for a pause. Your values are not the cause.',
    nextSteps: [
      { action: 'try-again', text: 'Wait a minute and try again.' },
      {
        action: 'tell-developers',
        text: 'If it happens often, tell the developers that the program should reuse a token for as long as it is valid.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
} satisfies Partial<Record<Cause, Remedy>>
