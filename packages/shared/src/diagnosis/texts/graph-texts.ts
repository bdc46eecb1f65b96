import type { Step } from '../actions.ts'
import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { findWholeResponse, nothingToChange, resetForm, sendTestEmail, tellDevelopers } from './steps.ts'

const copyObjectId: Step = {
  action: 'copy-value',
  text: 'In the Microsoft Entra admin center, open Users > All users > the mailbox user > Overview and copy Object ID.',
}
const submitUserId: Step[] = [
  resetForm,
  { action: 'submit-values', text: 'Paste the Object ID into User ID and choose Submit.' },
]
const checkLicense: Step = {
  action: 'check-license',
  text: 'Ask your IT admin to open the Microsoft 365 admin center > Users > Active users > the user > Licenses and apps and check that a license with Exchange Online is assigned.',
}
const checkMailbox: Step = {
  action: 'check-mailbox',
  text: 'Ask them to open the Exchange admin center > Recipients > Mailboxes and check that the mailbox is listed.',
}

/** Remedies for the causes of Graph and Exchange Online. Page and button names are Microsoft's. */
export const graphTexts = {
  token_expired: {
    title: 'The sign-in has expired',
    explanation:
      'The token that was used is valid for only about an hour, and that time has passed. A new token fixes this.',
    nextSteps: [
      { action: 'wait', text: 'No action needed: the next attempt signs in again.' },
      {
        action: 'set-up-server',
        text: 'If it happens with every message, check that the clock of the server is correct.',
      },
    ],
    field: 'none',
    retryable: true,
    actor: 'nobody',
  },
  token_wrong_audience: {
    title: 'The program sent a token for another service',
    explanation:
      'Microsoft Graph received a token that was issued for a different service. This is a fault in the program.',
    nextSteps: [
      tellDevelopers,
      {
        action: 'fix-program',
        text: 'For the developers: as the scope, request the address of the Graph host that the program calls, followed by /.default.',
      },
      nothingToChange,
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  token_malformed: {
    title: 'The program sent no readable token',
    explanation:
      'Microsoft Graph found no token in the request, or a token that it cannot read. This is a fault in the program.',
    nextSteps: [
      tellDevelopers,
      { action: 'fix-program', text: 'For the developers: check what the Authorization header actually contains.' },
      nothingToChange,
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  token_rejected: {
    title: 'Microsoft Graph rejects the token',
    explanation:
      'Microsoft Graph can read the token, but does not accept its issuer, signature, tenant or session. A new sign-in or the right cloud usually fixes this.',
    nextSteps: [
      { action: 'send-test-email', text: 'Choose Send test email, which signs in again.' },
      {
        action: 'check-values',
        text: 'If it fails again, check that Tenant ID is the tenant of the mailbox and that Microsoft cloud is correct.',
      },
      tellDevelopers,
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  permission_missing: {
    title: 'The app does not have permission to send mail',
    explanation:
      'Microsoft knows the app, but the app does not have permission to send from this mailbox. Most often Mail.Send is missing, was added as a Delegated permission instead of an Application permission, or is waiting for admin consent.',
    nextSteps: [
      {
        action: 'grant-consent',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > API permissions and add Mail.Send: Add a permission > Microsoft Graph > Application permissions > Mail.Send.',
      },
      {
        action: 'grant-consent',
        text: 'Ask a Privileged Role Administrator or Global Administrator to choose Grant admin consent on the same page, and to check that the status says Granted.',
      },
      {
        action: 'check-mailbox-access',
        text: 'If the permission is there, ask them to check the restrictions in Exchange Online: RBAC for Applications or an application access policy may exclude this mailbox.',
      },
      {
        action: 'wait',
        text: 'If consent was granted a few minutes ago, wait: it can take up to two hours to work. Then choose Send test email.',
      },
    ],
    field: 'permissions',
    retryable: false,
    actor: 'it-admin',
  },
  app_access_policy: {
    title: 'An Exchange policy blocks the app from this mailbox',
    explanation:
      'The app has permission to send mail, but Exchange Online limits it to certain mailboxes, and this is not one of them. A change to the policy can take up to two hours to take effect.',
    nextSteps: [
      {
        action: 'check-mailbox-access',
        text: 'Ask your Exchange admin to run Test-ApplicationAccessPolicy -Identity <mailbox> -AppId <client ID> and, if you use RBAC for Applications, Test-ServicePrincipalAuthorization -Identity <client ID> -Resource <mailbox>.',
      },
      {
        action: 'check-mailbox-access',
        text: 'If the result is Denied, ask them to add the mailbox to the mail-enabled security group of the policy, or to the scope of the role assignment "Application Mail.Send".',
      },
      {
        action: 'send-test-email',
        text: 'If the result is Granted, wait up to two hours and send another test email.',
      },
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  ews_access_policy: {
    title: 'Exchange blocks this app for the whole organization or mailbox',
    explanation:
      'Exchange Online has a list of the apps that may access its mailboxes, and this app is not allowed. The list applies to both Exchange Web Services and Microsoft Graph.',
    nextSteps: [
      {
        action: 'check-mailbox-access',
        text: 'Ask your Exchange admin to run Get-OrganizationConfig | Format-List Ews* and Get-CASMailbox <mailbox> | Format-List Ews*.',
      },
      {
        action: 'check-mailbox-access',
        text: 'Ask them to allow the app with EwsApplicationAccessPolicy and EwsAllowList, or to remove it from EwsBlockList.',
      },
      {
        action: 'check-mailbox-access',
        text: 'Also ask them to run Test-ApplicationAccessPolicy for this app and mailbox: an application access policy can cause the same message.',
      },
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  me_without_user: {
    title: 'The program used "me", but no person is signed in',
    explanation:
      'The request went to the address /me, which works only if a person is signed in. A bot must name the mailbox.',
    nextSteps: [
      tellDevelopers,
      { action: 'fix-program', text: 'For the developers: send through /users/{User ID}/sendMail.' },
      nothingToChange,
    ],
    field: 'userId',
    retryable: false,
    actor: 'developer',
  },
  user_not_found: {
    title: 'Microsoft cannot find this user',
    explanation:
      'No user with this User ID exists in the tenant. The value may be mistyped, may be a group, an app or an alias, or may belong to another tenant.',
    nextSteps: [
      copyObjectId,
      ...submitUserId,
      { action: 'check-values', text: 'If the ID is correct, check that Tenant ID is the tenant of this user.' },
    ],
    field: 'userId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  user_no_exchange: {
    title: 'This user has no mailbox',
    explanation:
      'The user exists, but has no mailbox in Exchange Online. The license is missing or not active yet, or this is a group or a guest.',
    nextSteps: [
      checkLicense,
      checkMailbox,
      { action: 'wait', text: 'If the license was assigned today, wait: a new mailbox can take up to a day.' },
      {
        action: 'copy-value',
        text: 'If the mailbox belongs to another user, copy the Object ID of that user from Entra and use it as User ID.',
      },
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  mailbox_onprem_or_inactive: {
    title: 'The mailbox is not active in Exchange Online',
    explanation:
      'The mailbox is on one of your own servers, was deleted, or is inactive. Microsoft Graph can use only active mailboxes in Exchange Online.',
    nextSteps: [
      {
        action: 'check-mailbox',
        text: 'Ask your IT admin to open the Exchange admin center > Recipients > Mailboxes and check that the mailbox is active and hosted in Exchange Online.',
      },
      {
        action: 'check-mailbox',
        text: 'If it is on-premises, ask them to migrate it, or choose a mailbox in Exchange Online as the sender.',
      },
      checkLicense,
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  mailbox_unavailable: {
    title: 'The mailbox is temporarily unavailable',
    explanation: 'The mailbox exists, but Microsoft is moving it or its server is busy. This resolves itself.',
    nextSteps: [
      { action: 'try-again', text: 'Wait a few minutes and try again.' },
      {
        action: 'check-mailbox',
        text: 'If it lasts longer than a day, ask your IT admin whether the mailbox is being migrated.',
      },
    ],
    field: 'mailbox',
    retryable: true,
    actor: 'nobody',
  },
  mailbox_full: {
    title: 'The mailbox of the sender is full',
    explanation:
      'The mailbox has no space left. Exchange Online does not send from a full mailbox, even if no copy is saved.',
    nextSteps: [
      {
        action: 'check-mailbox',
        text: 'Ask the owner of the mailbox to empty Sent Items, Deleted Items and the recoverable items.',
      },
      {
        action: 'check-mailbox',
        text: 'Or ask your IT admin to raise the limit in the Exchange admin center > Recipients > Mailboxes, or to turn on the archive.',
      },
      sendTestEmail,
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  send_as_denied: {
    title: 'The mailbox is not allowed to send as this address',
    explanation:
      'The sender address of the message does not belong to the mailbox that sends it, and the mailbox does not have permission to use that address. User Email and User ID must belong to the same mailbox.',
    nextSteps: [
      { action: 'check-values', text: 'Check that User Email is an address of the mailbox in User ID.' },
      { action: 'reset-form', text: 'If it is not, choose Reset under Configuration.' },
      { action: 'submit-values', text: 'Correct User Email and choose Submit.' },
      {
        action: 'check-mailbox-access',
        text: 'If the bot must send as another mailbox, ask your IT admin to open the Exchange admin center > Recipients > Mailboxes > that mailbox > Delegation and add Send as.',
      },
    ],
    field: 'userEmail',
    retryable: false,
    actor: 'dashboard-admin',
  },
  mailbox_mismatch: {
    title: 'User Email and User ID do not name the same mailbox',
    explanation:
      'The bot sends from the mailbox in User ID, and Microsoft does not let that mailbox send as the address in User Email. The address does not belong to that mailbox, so one of the two values is wrong.',
    nextSteps: [
      {
        action: 'check-values',
        text: 'Check that User Email is the address that the bot should send from. An alias (proxy address) of the mailbox also works.',
      },
      copyObjectId,
      ...submitUserId,
      {
        action: 'check-values',
        text: 'If User ID is correct, enter an address of that mailbox in User Email instead. The addresses are listed in the Exchange admin center > Recipients > Mailboxes > the mailbox > Email addresses.',
      },
      sendTestEmail,
    ],
    field: 'userId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  sending_quota: {
    title: 'The mailbox has reached its sending limit',
    explanation:
      'This mailbox has reached the limit that Exchange Online sets for messages and recipients in a certain time. Sending works again after that time, which is a day at most.',
    nextSteps: [
      { action: 'wait', text: 'Wait: the limit is counted over the last 24 hours.' },
      { action: 'send-less', text: 'Send fewer messages from this mailbox, or spread them over a longer time.' },
      {
        action: 'check-sending-limits',
        text: 'If it happens often, ask your IT admin about the limits in the outbound spam policy in Microsoft Defender.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  sending_blocked: {
    title: 'Exchange Online has blocked this sender',
    explanation:
      'Exchange Online does not let this mailbox or tenant send, because of spam, a suspected break-in or a trial subscription. An administrator has to remove the block.',
    nextSteps: [
      {
        action: 'unblock-sender',
        text: 'Ask your IT admin to open Microsoft Defender > Email & collaboration > Review > Restricted entities, find the sender and choose Unblock.',
      },
      {
        action: 'check-mailbox',
        text: 'Ask them to look in the Inbox of the mailbox: Microsoft may have sent instructions to verify the account.',
      },
      {
        action: 'check-account',
        text: 'Ask them to find out what was sent before the block, and to secure the account if you did not send it.',
      },
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  account_disabled: {
    title: 'The account of the mailbox is disabled',
    explanation: 'The user or the mailbox that sends is disabled. Microsoft does not let a program send from it.',
    nextSteps: [
      {
        action: 'check-account',
        text: 'Ask your IT admin to open Entra ID > Users > All users > the user > Properties and check that the account is enabled.',
      },
      checkMailbox,
      {
        action: 'copy-value',
        text: 'If the account is no longer used, copy the Object ID of another mailbox user from Entra and use it as User ID.',
      },
    ],
    field: 'userId',
    retryable: false,
    actor: 'it-admin',
  },
  recipients_invalid: {
    title: 'A recipient is missing or not valid',
    explanation:
      'Microsoft could not use the recipients of this message. There are none, one is not a valid address, or one entry contains several addresses.',
    nextSteps: [
      {
        action: 'change-message',
        text: 'Check each address: one address per entry, without names, semicolons or spaces.',
      },
      {
        action: 'change-message',
        text: 'Make sure that there is at least one recipient. Then send again, but only to recipients who have not received the message.',
      },
    ],
    field: 'recipients',
    retryable: false,
    actor: 'dashboard-admin',
  },
  too_many_recipients: {
    title: 'The message has too many recipients',
    explanation:
      'Exchange Online limits the number of recipients of one message, usually to 500. This message has more.',
    nextSteps: [
      { action: 'change-message', text: 'Split the message into several with fewer recipients each.' },
      { action: 'change-message', text: 'Or send to a distribution list, which counts as one recipient.' },
    ],
    field: 'recipients',
    retryable: false,
    actor: 'dashboard-admin',
  },
  message_too_large: {
    title: 'The message is too large',
    explanation:
      'Microsoft Graph accepts messages of up to 4 MB, and a mailbox may have a lower limit. Attachments grow by a third when they are sent.',
    nextSteps: [
      {
        action: 'change-message',
        text: 'Keep the total size of all attachments under 2.9 MB, or send a link instead.',
      },
      { action: 'send-again', text: 'Then send the message again.' },
    ],
    field: 'message',
    retryable: false,
    actor: 'dashboard-admin',
  },
  attachment_invalid: {
    title: 'The program sent an attachment that Microsoft cannot read',
    explanation:
      'An attachment of the message is not in the format that Microsoft Graph expects, or its type is not accepted. This is a fault in the program that created the message.',
    nextSteps: [
      tellDevelopers,
      { action: 'send-again', text: 'If the message is urgent, send it without the attachment.' },
      nothingToChange,
    ],
    field: 'message',
    retryable: false,
    actor: 'developer',
  },
  request_malformed: {
    title: 'The program sent a message that Microsoft cannot read',
    explanation:
      'Microsoft Graph could not understand the request: a part is missing, misspelled or of the wrong type. This is a fault in the program that created the message.',
    nextSteps: [tellDevelopers, nothingToChange],
    field: 'message',
    retryable: false,
    actor: 'developer',
  },
  route_not_found: {
    title: 'The program called an address that Microsoft Graph does not have',
    explanation:
      'The address of the request is not a Microsoft Graph address, or the part that names the mailbox is empty. This is a fault in the program.',
    nextSteps: [
      tellDevelopers,
      { action: 'fix-program', text: 'For the developers: check the whole address, especially the mailbox in it.' },
      nothingToChange,
    ],
    field: 'userId',
    retryable: false,
    actor: 'developer',
  },
  tenant_no_exchange: {
    title: 'The tenant has no Exchange Online',
    explanation:
      'The sign-in works, but the whole tenant has no mailboxes in Exchange Online. The subscription is missing or has ended, or the mailbox is in another tenant.',
    nextSteps: [
      { action: 'check-values', text: 'Check that Tenant ID is the tenant of the mailbox.' },
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to open the Microsoft 365 admin center > Billing > Your products and check for an active subscription with Exchange Online.',
      },
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  graph_throttled: {
    title: 'Microsoft limits sending for now',
    explanation:
      'This app or mailbox has made more requests than Microsoft allows at a time. Sending continues after the pause that Microsoft asks for.',
    nextSteps: [
      { action: 'wait', text: 'No action needed: sending continues after the pause.' },
      {
        action: 'send-less',
        text: 'If it happens often, spread the messages over a longer time or over several mailboxes.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  service_unavailable: {
    title: 'Microsoft 365 had a temporary problem',
    explanation:
      'Microsoft Graph or Exchange Online had an internal error, and your setup is not the cause. A message may have been sent despite the error.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'If the error was about a message, look in Sent Items of the mailbox before you send it again, so that no one receives it twice.',
      },
      { action: 'try-again', text: 'Otherwise, wait a few minutes and try again.' },
      {
        action: 'check-service-health',
        text: 'If it lasts longer than an hour, check Health > Service health in the Microsoft 365 admin center.',
      },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  service_timeout: {
    title: 'Microsoft 365 took too long',
    explanation: 'A Microsoft server stopped waiting for another one. The message may have been sent anyway.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'Before you send again, look in Sent Items of the mailbox, so that no one receives the message twice.',
      },
      {
        action: 'contact-microsoft',
        text: 'If it happens often with the same mailbox, ask your IT admin to open a support request with Microsoft.',
      },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  graph_wrong_cloud: {
    title: 'The sign-in and Microsoft Graph are in different clouds',
    explanation:
      'The token comes from one Microsoft cloud, but was sent to Microsoft Graph in another. Accounts and tokens work only in their own cloud: Global, US Government or China.',
    nextSteps: [
      { action: 'check-tenant', text: 'Ask your IT admin which Microsoft cloud your organization uses.' },
      resetForm,
      { action: 'submit-values', text: 'Set Microsoft cloud to the cloud of your organization and choose Submit.' },
    ],
    field: 'tenantId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  graph_conditional_access: {
    title: 'A policy blocks the app at Microsoft Graph',
    explanation:
      'The sign-in worked, but Microsoft 365 rejects the token because of a Conditional Access policy. Often the address of the server is not in the list of allowed locations.',
    nextSteps: [
      {
        action: 'check-sign-in-policy',
        text: 'Ask your IT admin to open Entra ID > Monitoring & health > Sign-in logs > Service principal sign-ins and find the policy that blocks this app.',
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
  unclear: {
    title: 'The cause is not clear',
    explanation:
      'The available details do not show what caused this error. Part of the message from Microsoft may have been cut off.',
    nextSteps: [
      findWholeResponse,
      {
        action: 'send-test-email',
        text: 'Choose Send test email, which checks each value separately and shows which check fails.',
      },
      {
        action: 'tell-it-admin',
        text: 'If the cause is still not clear, copy the technical details and send them to your IT admin.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
} satisfies Partial<Record<Cause, Remedy>>
