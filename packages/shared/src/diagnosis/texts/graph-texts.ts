import type { Step } from '../actions.ts'
import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { nothingToChange, resetForm, sendTestEmail, tellDevelopers } from './steps.ts'

const copyObjectId: Step = {
  action: 'copy-value',
  text: 'In the Microsoft Entra admin center, open Users > All users > the mailbox user > Overview and copy Object ID.',
}
const submitUserId: Step[] = [
  resetForm,
  { action: 'submit-values', text: 'Paste the Object ID into User ID and choose Submit.' },
]
const checkLicence: Step = {
  action: 'check-license',
  text: 'Ask your IT admin to open the Microsoft 365 admin center > Users > Active users > the user > Licenses and apps and check that a licence with Exchange Online is assigned.',
}
const checkMailbox: Step = {
  action: 'check-mailbox',
  text: 'Have them open the Exchange admin center > Recipients > Mailboxes and check that the mailbox is listed there.',
}

/** What Graph's and Exchange Online's causes mean. Blade and button names are Microsoft's. */
export const graphTexts = {
  token_expired: {
    title: 'The sign-in has run out',
    explanation:
      'The token that was used is only good for about an hour, and that hour has passed. A new token solves it.',
    nextSteps: [
      { action: 'wait', text: 'Nothing to do: the next attempt signs in again.' },
      {
        action: 'set-up-server',
        text: 'If it happens with every message, check that the clock of the server is right.',
      },
    ],
    field: 'none',
    retryable: true,
    actor: 'nobody',
  },
  token_wrong_audience: {
    title: 'The program used a token for another service',
    explanation:
      'Microsoft Graph was given a token that was made for a different service. This is a fault of the program.',
    nextSteps: [
      nothingToChange,
      tellDevelopers,
      {
        action: 'fix-program',
        text: 'For them: ask for the scope of the Graph host that is called, followed by /.default.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  token_malformed: {
    title: 'The program sent no readable token',
    explanation:
      'Microsoft Graph found no token in the request, or one that it cannot read. This is a fault of the program.',
    nextSteps: [
      nothingToChange,
      tellDevelopers,
      { action: 'fix-program', text: 'For them: look at what really stands in the Authorization header.' },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  token_rejected: {
    title: 'Microsoft Graph refuses the token',
    explanation:
      'Microsoft Graph could read the token but does not accept it: its issuer, signature, tenant or session is refused. A fresh sign-in or the right cloud usually solves it.',
    nextSteps: [
      { action: 'send-test-email', text: 'Choose Send test email: it signs in afresh.' },
      {
        action: 'check-values',
        text: 'If it fails again, check that Tenant ID is the tenant of the mailbox and that Microsoft cloud is right.',
      },
      tellDevelopers,
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  permission_missing: {
    title: 'The app may not send mail yet',
    explanation:
      'Microsoft knows the app, but it does not hold the permission to send from this mailbox. Most often Mail.Send is missing, was added as Delegated in place of Application, or waits for admin consent.',
    nextSteps: [
      {
        action: 'grant-consent',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > API permissions and add Mail.Send: Add a permission > Microsoft Graph > Application permissions > Mail.Send.',
      },
      {
        action: 'grant-consent',
        text: 'Have a Privileged Role Administrator or Global Administrator choose Grant admin consent on the same page, and check that the status says Granted.',
      },
      {
        action: 'check-mailbox-access',
        text: 'If the permission is there, have them look at the restrictions in Exchange Online: RBAC for Applications or an application access policy may leave this mailbox out.',
      },
      { action: 'wait', text: 'Granted a few minutes ago? It can take up to two hours; then choose Send test email.' },
    ],
    field: 'permissions',
    retryable: false,
    actor: 'it-admin',
  },
  app_access_policy: {
    title: 'An Exchange policy keeps the app out of this mailbox',
    explanation:
      'The app may send mail, but Exchange Online limits it to certain mailboxes and this is not one of them. A change to the policy can take up to two hours to work.',
    nextSteps: [
      {
        action: 'check-mailbox-access',
        text: 'Ask your Exchange admin to run Test-ApplicationAccessPolicy -Identity <mailbox> -AppId <client ID>, and Test-ServicePrincipalAuthorization -Identity <client ID> -Resource <mailbox> if you use RBAC for Applications.',
      },
      {
        action: 'check-mailbox-access',
        text: 'If the answer is Denied, have them add the mailbox to the mail-enabled security group of the policy, or to the scope of the role assignment "Application Mail.Send".',
      },
      {
        action: 'send-test-email',
        text: 'If the answer is Granted, wait up to two hours and send a test email again.',
      },
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  ews_access_policy: {
    title: 'Exchange blocks this app for the whole organization or mailbox',
    explanation:
      'Exchange Online has a list of the programs that may reach its mailboxes, and this one is not allowed. The list applies to Exchange Web Services and to Microsoft Graph alike.',
    nextSteps: [
      {
        action: 'check-mailbox-access',
        text: 'Ask your Exchange admin to run Get-OrganizationConfig | Format-List Ews* and Get-CASMailbox <mailbox> | Format-List Ews*.',
      },
      {
        action: 'check-mailbox-access',
        text: 'Have them allow the app with EwsApplicationAccessPolicy and EwsAllowList, or take it off EwsBlockList.',
      },
      {
        action: 'check-mailbox-access',
        text: 'Also have them run Test-ApplicationAccessPolicy for this app and mailbox: an application access policy can show the same words.',
      },
    ],
    field: 'policy',
    retryable: false,
    actor: 'it-admin',
  },
  me_without_user: {
    title: 'The program asked for "me", but nobody is signed in',
    explanation:
      'The request went to the address /me, which exists only when a person signs in. A bot has to name the mailbox.',
    nextSteps: [
      nothingToChange,
      tellDevelopers,
      { action: 'fix-program', text: 'For them: send through /users/{User ID}/sendMail.' },
    ],
    field: 'userId',
    retryable: false,
    actor: 'developer',
  },
  user_not_found: {
    title: 'Microsoft does not find this user',
    explanation:
      'No user with this User ID exists in the tenant. The ID may be mistyped, be that of a group, an app or an alias, or belong to another tenant.',
    nextSteps: [
      copyObjectId,
      ...submitUserId,
      { action: 'check-values', text: 'If the ID is right, check that Tenant ID is the tenant of this user.' },
    ],
    field: 'userId',
    retryable: false,
    actor: 'dashboard-admin',
  },
  user_no_exchange: {
    title: 'This user has no mailbox',
    explanation:
      'The user exists, but has no mailbox in Exchange Online. A licence is missing or not ready yet, or this is a group or a guest.',
    nextSteps: [
      checkLicence,
      checkMailbox,
      { action: 'wait', text: 'If the licence was assigned today, wait: a new mailbox can take up to a day.' },
      {
        action: 'copy-value',
        text: 'If the mailbox is another user, copy the Object ID of that user from Entra and use it as User ID.',
      },
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  mailbox_onprem_or_inactive: {
    title: 'The mailbox is out of reach of Exchange Online',
    explanation:
      'The mailbox is on a server of your own, was deleted, or is inactive. Microsoft Graph reaches only active mailboxes in Exchange Online.',
    nextSteps: [
      {
        action: 'check-mailbox',
        text: 'Ask your IT admin to open the Exchange admin center > Recipients > Mailboxes and check that the mailbox is active and hosted in Exchange Online.',
      },
      {
        action: 'check-mailbox',
        text: 'If it is on premises, have them migrate it, or choose a mailbox in Exchange Online as the sender.',
      },
      checkLicence,
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  mailbox_unavailable: {
    title: 'The mailbox cannot be reached for now',
    explanation: 'The mailbox exists, but Microsoft is moving it or its server is busy. This passes by itself.',
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
      'The sending mailbox has no space left. Exchange Online refuses to send from a full mailbox, even if no copy is kept.',
    nextSteps: [
      {
        action: 'check-mailbox',
        text: 'Have the owner of the mailbox empty Sent Items, Deleted Items and the recoverable items.',
      },
      {
        action: 'check-mailbox',
        text: 'Or ask your IT admin to raise the limit in the Exchange admin center > Recipients > Mailboxes, or to switch on the archive.',
      },
      sendTestEmail,
    ],
    field: 'mailbox',
    retryable: false,
    actor: 'it-admin',
  },
  send_as_denied: {
    title: 'The mailbox may not send as this address',
    explanation:
      'The message names another sender than the mailbox that sends it, and that mailbox has no right to do so. User Email and User ID have to name the same mailbox.',
    nextSteps: [
      { action: 'check-values', text: 'Check that User Email is an address of the mailbox in User ID.' },
      { action: 'reset-form', text: 'If it is not, choose Reset under Configuration.' },
      { action: 'submit-values', text: 'Correct User Email and choose Submit.' },
      {
        action: 'check-mailbox-access',
        text: 'If the bot has to send as another mailbox, ask your IT admin to open the Exchange admin center > Recipients > Mailboxes > that mailbox > Delegation and add Send as.',
      },
    ],
    field: 'userEmail',
    retryable: false,
    actor: 'dashboard-admin',
  },
  mailbox_mismatch: {
    title: 'User Email and User ID do not name the same mailbox',
    explanation:
      'The bot sends through the mailbox in User ID, and Microsoft does not let that mailbox send as the address in User Email. The address is not one of its own, so one of the two values is wrong.',
    nextSteps: [
      {
        action: 'check-values',
        text: 'Check that User Email is the address that the bot sends from. An alias (proxy address) of the mailbox works too.',
      },
      copyObjectId,
      ...submitUserId,
      {
        action: 'check-values',
        text: 'If User ID is right, enter an address of that mailbox in User Email instead. The Exchange admin center > Recipients > Mailboxes > the mailbox > Email addresses lists them.',
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
      'Exchange Online allows a mailbox only so many messages and recipients in a time, and that number is reached. Sending works again when the time has passed, after a day at most.',
    nextSteps: [
      { action: 'wait', text: 'Wait: the limit is counted over the last 24 hours.' },
      { action: 'send-less', text: 'Send fewer messages from this mailbox, or spread them over more time.' },
      {
        action: 'check-sending-limits',
        text: 'If it happens often, ask your IT admin about the limits of the outbound spam policy in Microsoft Defender.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  sending_blocked: {
    title: 'Exchange Online has blocked this sender',
    explanation:
      'Exchange Online does not let this mailbox or tenant send, because of spam, a suspected break-in or a trial subscription. An administrator has to lift the block.',
    nextSteps: [
      {
        action: 'unblock-sender',
        text: 'Ask your IT admin to open Microsoft Defender > Email & collaboration > Review > Restricted entities, find the sender and choose Unblock.',
      },
      {
        action: 'check-mailbox',
        text: 'Have them look into the Inbox of the mailbox: Microsoft may have left instructions to verify the account.',
      },
      {
        action: 'check-account',
        text: 'Have them find out what was sent before the block, and secure the account if it was not you.',
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
        text: 'If the account was retired, copy the Object ID of another mailbox user from Entra and use it as User ID.',
      },
    ],
    field: 'userId',
    retryable: false,
    actor: 'it-admin',
  },
  recipients_invalid: {
    title: 'A recipient is missing or not valid',
    explanation:
      'Microsoft could not use the recipients of this message. There are none, one is not a valid address, or several addresses stand in one entry.',
    nextSteps: [
      {
        action: 'change-message',
        text: 'Check each address: one address an entry, without names, semicolons or blanks.',
      },
      { action: 'change-message', text: 'Make sure that at least one recipient is given, then send again.' },
    ],
    field: 'recipients',
    retryable: false,
    actor: 'dashboard-admin',
  },
  too_many_recipients: {
    title: 'The message has too many recipients',
    explanation:
      'Exchange Online allows a limited number of recipients for one message, usually 500. This message has more.',
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
      'Microsoft Graph takes messages of up to 4 MB, and a mailbox may have a lower limit. Attachments grow by a third on the way.',
    nextSteps: [
      { action: 'change-message', text: 'Keep all attachments together under 2.9 MB, or send a link in their place.' },
      { action: 'send-again', text: 'Then send again.' },
    ],
    field: 'message',
    retryable: false,
    actor: 'dashboard-admin',
  },
  attachment_invalid: {
    title: 'The program sent an attachment that Microsoft cannot read',
    explanation:
      'An attachment of the message is not in the form that Microsoft Graph expects, or its type is not accepted. This is a fault of the program that built the message.',
    nextSteps: [
      nothingToChange,
      { action: 'send-again', text: 'Send the message without the attachment if it is urgent.' },
      tellDevelopers,
    ],
    field: 'message',
    retryable: false,
    actor: 'developer',
  },
  request_malformed: {
    title: 'The program sent a message that Microsoft cannot read',
    explanation:
      'Microsoft Graph could not make sense of the request: a part is missing, misspelled or of the wrong kind. This is a fault of the program that built the message.',
    nextSteps: [nothingToChange, tellDevelopers],
    field: 'message',
    retryable: false,
    actor: 'developer',
  },
  route_not_found: {
    title: 'The program called an address that Microsoft Graph does not have',
    explanation:
      'The address of the request is not one of Microsoft Graph, or the part with the mailbox in it was empty. This is a fault of the program.',
    nextSteps: [
      nothingToChange,
      tellDevelopers,
      { action: 'fix-program', text: 'For them: look at the whole address, the mailbox in it above all.' },
    ],
    field: 'userId',
    retryable: false,
    actor: 'developer',
  },
  tenant_no_exchange: {
    title: 'The tenant has no Exchange Online',
    explanation:
      'The sign-in works, but this tenant as a whole has no mailboxes in Exchange Online. The subscription is missing or has ended, or this is not the tenant of the mailbox.',
    nextSteps: [
      { action: 'check-values', text: 'Check that Tenant ID is the tenant in which the mailbox lives.' },
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
    title: 'Microsoft asks for a pause',
    explanation:
      'More requests came than Microsoft allows for this app or mailbox at a time. Sending goes on after the pause.',
    nextSteps: [
      { action: 'wait', text: 'Nothing to do: sending goes on when the pause is over.' },
      {
        action: 'send-less',
        text: 'If it happens often, spread the messages over more time or over several mailboxes.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  service_unavailable: {
    title: 'Microsoft 365 failed for a moment',
    explanation: 'Microsoft Graph or Exchange Online had a fault of its own. Your set-up is not the reason.',
    nextSteps: [
      { action: 'try-again', text: 'Wait a few minutes and try again.' },
      {
        action: 'check-service-health',
        text: 'If it lasts longer than an hour, look at Health > Service health in the Microsoft 365 admin center.',
      },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  service_timeout: {
    title: 'Microsoft 365 took too long',
    explanation: 'A server of Microsoft gave up waiting for another one. The message may have gone out all the same.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'Look into Sent Items of the mailbox before you send again, so that nobody gets the message twice.',
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
      'The token comes from one Microsoft cloud and was shown to Microsoft Graph in another. Accounts and tokens do not pass between Global, US Government and China.',
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
      'The sign-in worked, but Microsoft 365 refuses its token because of a Conditional Access policy. Often the address of the server is not on the list of allowed places.',
    nextSteps: [
      {
        action: 'check-sign-in-policy',
        text: 'Ask your IT admin to open Entra ID > Monitoring & health > Sign-in logs > Service principal sign-ins and find the policy that blocks this app.',
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
  unclear: {
    title: 'The cause does not show',
    explanation:
      'What is known of this error does not tell its cause. The words of Microsoft may have been cut off on the way.',
    nextSteps: [
      {
        action: 'send-test-email',
        text: 'Choose Send test email: it checks each value on its own and shows where it stops.',
      },
      {
        action: 'find-more-words',
        text: 'Look for more of the error in the log: a code such as AADSTS7000215 or ErrorAccessDenied, or a request ID.',
      },
      {
        action: 'tell-it-admin',
        text: 'If it stays unclear, copy the technical details and send them to your IT admin.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
} satisfies Partial<Record<Cause, Remedy>>
