import type { Step } from '../actions.ts'
import type { TrustStore, Variant, VariantKind } from '../detail.ts'
import type { Remedy } from '../rule.ts'
import { allowHosts, findWholeResponse, nothingToChange, resetForm, tellDevelopers } from './steps.ts'

/** A detail adds a sentence and a step to the remedy of its cause, or replaces parts of it. */
export interface Change extends Partial<Pick<Remedy, 'title' | 'explanation' | 'nextSteps' | 'actor'>> {
  remark?: string
  stepFirst?: Step
}

/** The general meaning of a status. What it means here depends on the system that sent it. */
const meanings: Readonly<Record<number, string>> = {
  400: 'the request was not understood',
  401: 'the sign-in was missing or not accepted',
  403: 'the request was understood but is not allowed',
  404: 'nothing exists at the requested address',
  405: 'the address does not support this kind of request',
  408: 'the request took too long',
  413: 'the request was too large',
  415: 'the format of the request is not supported',
  422: 'the content of the request was not accepted',
  423: 'the requested item is locked',
  429: 'there were too many requests',
  500: 'the server had an internal error',
  502: 'a server got no valid response from the server behind it',
  503: 'the server is temporarily unavailable',
  504: 'a server waited too long for the server behind it',
}

const testEmail: Step = {
  action: 'send-test-email',
  text: 'If the error is about this app, choose Send test email, which checks each value separately.',
}

const trustSteps: Readonly<Record<TrustStore, Step>> = {
  curl: {
    action: 'set-up-server',
    text: 'For PHP and cURL: get the root certificate of your proxy from your network team, and add it to the file in curl.cainfo and openssl.cafile of php.ini, or in CURL_CA_BUNDLE.',
  },
  windows: {
    action: 'set-up-server',
    text: 'For Windows: get the root certificate of your proxy from your network team, and import it into Trusted Root Certification Authorities of the local computer.',
  },
  java: {
    action: 'set-up-server',
    text: 'For Java: get the root certificate of your proxy from your network team, import it into the cacerts keystore with keytool -importcert, and restart the program.',
  },
  python: {
    action: 'set-up-server',
    text: 'For Python: get the root certificate of your proxy from your network team, and set REQUESTS_CA_BUNDLE and SSL_CERT_FILE to a file that also contains it.',
  },
  go: {
    action: 'set-up-server',
    text: 'For Go: get the root certificate of your proxy from your network team, and add it to the trusted certificates of the system, or to the file in SSL_CERT_FILE.',
  },
  ruby: {
    action: 'set-up-server',
    text: 'For Ruby: get the root certificate of your proxy from your network team, and add it to the file in SSL_CERT_FILE.',
  },
}

const contactSupport: Step = {
  action: 'contact-microsoft',
  text: 'Ask your IT admin to open a support request with Microsoft, which has to remove this block.',
}
const findSpam: Step = {
  action: 'check-account',
  text: 'Ask them to find out what was sent before the block, and to secure the account if you did not send it.',
}

/** The variants of causes that the text of an error shows. */
const changes: { [Kind in VariantKind]: (variant: Variant<Kind>) => Change } = {
  'status-only': ({ status }) => ({
    title: 'A status alone does not show the cause',
    explanation: `The details show only the status ${status}${
      meanings[status] === undefined ? '' : `, which generally means that ${meanings[status]}`
    }. What it means here depends on the system that sent it.`,
    nextSteps: [findWholeResponse, testEmail],
  }),
  'text-cut': () => ({
    title: 'The error text is not complete',
    explanation:
      'The text ends in the middle, and the missing part can change its meaning. Some libraries and logs cut off long responses.',
    nextSteps: [findWholeResponse, testEmail],
  }),
  'of-program': () => ({
    title: 'The error comes from the program itself',
    explanation:
      'The text is an error of the program that sends, not a response from Microsoft. The program may have hidden the response that caused it.',
    nextSteps: [
      { action: 'tell-developers', text: 'Send the whole log to the developers of the sending program.' },
      findWholeResponse,
    ],
  }),
  'other-service': ({ service }) => ({
    explanation: `The text shows that ${service} sent this error, not Microsoft Entra and not the mailbox. The values of this app are not the cause.`,
  }),
  'own-webhook': () => ({
    title: 'Microsoft could not reach the address of a subscription',
    explanation:
      'Microsoft Graph called the notification address of the program that subscribed, and got no valid response. This has nothing to do with sending mail.',
    nextSteps: [
      {
        action: 'fix-program',
        text: 'For the developers: check that the notification address is reachable from the internet with a publicly trusted certificate, and that it returns the validation token.',
      },
      { action: 'nothing', text: 'Change nothing here: the values of this app are not the cause.' },
    ],
  }),
  'tenant-restriction': () => ({
    explanation:
      'The proxy of your network tells Microsoft which tenants may be used, and this tenant is not one of them. The tenant itself is fine.',
    nextSteps: [
      {
        action: 'ask-network-team',
        text: 'Ask your network team to add your tenant to the tenant restrictions of the proxy (Restrict-Access-To-Tenants), or to exempt this server.',
      },
    ],
  }),
  'no-credential-sent': () => ({
    stepFirst: {
      action: 'check-values',
      text: 'Find out which program sent the request: it sent neither a secret nor a certificate, so enter the client secret in its settings.',
    },
  }),
  'assertion-out-of-time': () => ({
    title: 'The signed proof of the program is not valid at this time',
    explanation:
      'The program signs a short-lived proof with its certificate, and Microsoft received it outside of its period. The clock of the server is wrong, or the program mixes local time and UTC.',
    nextSteps: [
      {
        action: 'set-up-server',
        text: 'Check that the clock and the time zone of the server are correct and that it synchronizes its time.',
      },
      {
        action: 'fix-program',
        text: 'For the developers: write the start and the end of the proof in UTC, a few minutes apart.',
      },
    ],
  }),
  'certificate-not-registered': () => ({
    title: 'Entra does not know this certificate',
    explanation:
      'The app has no certificate with this thumbprint. The certificate was not uploaded yet, or it was uploaded to another app.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets > Certificates, choose Upload certificate, and upload the certificate of this bot.',
      },
      {
        action: 'check-values',
        text: 'If it is there, compare its thumbprint with the one that is shown here, and Application (client) ID under Overview with Client ID: it may have been uploaded to another app.',
      },
      { action: 'try-again', text: 'Then check again here. Entra may need a few minutes.' },
    ],
  }),
  'certificate-expired': () => ({
    title: 'The certificate has expired or is not valid yet',
    explanation:
      'Entra knows the certificate, but today is outside of the time for which it is valid. Either it has expired, or the clock of the server is wrong.',
    nextSteps: [
      { action: 'set-up-server', text: 'Check that the clock of the server is correct.' },
      resetForm,
      {
        action: 'submit-values',
        text: 'Make a new certificate, or bring a new one of your own, and have it uploaded in Entra.',
      },
    ],
    actor: 'dashboard-admin',
  }),
  'certificate-revoked': () => ({
    title: 'The certificate was revoked',
    explanation: 'Entra refuses the certificate because its issuer revoked it. Its key may be known to others.',
    nextSteps: [
      resetForm,
      {
        action: 'submit-values',
        text: 'Make a new certificate, or bring a new one of your own, and have it uploaded in Entra.',
      },
      {
        action: 'check-app',
        text: 'Ask your IT admin to remove the revoked one under Certificates & secrets.',
      },
    ],
    actor: 'dashboard-admin',
  }),
  'federation-missing': () => ({
    title: 'Entra does not know the federated credential',
    explanation:
      'The app has no federated credential that fits. It may also have been created only minutes ago, so that Entra does not know it everywhere yet.',
    nextSteps: [
      { action: 'try-again', text: 'If it was just created, wait a few minutes and check again.' },
      {
        action: 'check-app',
        text: 'Otherwise, ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets > Federated credentials and compare issuer, subject and audience with the values here, letter by letter.',
      },
    ],
  }),
  'federation-issuer': () => ({
    title: 'The issuer of the federated credential is another one',
    explanation:
      'No federated credential of the app has this issuer. Entra compares every letter, and a slash at the end counts.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets > Federated credentials and to copy the issuer that is shown here into Issuer.',
      },
      { action: 'check-values', text: 'Check that Client ID is the app that has the federated credential.' },
      { action: 'try-again', text: 'Wait a few minutes and check again.' },
    ],
  }),
  'federation-subject': () => ({
    title: 'The subject of the federated credential is another one',
    explanation:
      'A federated credential of the app has this issuer, but none has this subject. Each bot has its own subject, and capital letters count.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets > Federated credentials and to copy the subject that is shown here into Value.',
      },
      { action: 'try-again', text: 'Wait a few minutes and check again.' },
    ],
  }),
  'federation-audience': () => ({
    title: 'The audience of the federated credential is another one',
    explanation:
      'Issuer and subject fit, but the federated credential of the app has another audience. Each Microsoft cloud has its own audience.',
    nextSteps: [
      {
        action: 'check-app',
        text: 'Ask your IT admin to open Entra ID > App registrations > your app > Certificates & secrets > Federated credentials, choose Edit (optional) at Audience, and enter the audience that is shown here.',
      },
      { action: 'check-values', text: 'Check that Microsoft cloud is the cloud of your organization.' },
    ],
  }),
  'issuer-unreachable': () => ({
    title: 'Entra cannot reach the issuer of the federated credential',
    explanation:
      'Before Entra accepts a federated credential, it reads the keys of its issuer over the internet, and could not. An issuer that only your own network reaches cannot be used.',
    nextSteps: [
      {
        action: 'ask-operator',
        text: 'Ask the operator of this server to open the address of the issuer with /.well-known/openid-configuration from outside of the network: it has to respond over https with a publicly trusted certificate.',
      },
      {
        action: 'ask-operator',
        text: 'If the server must stay inside, publish these two documents at another address (FEDERATION_ISSUER_URL), or use a certificate.',
      },
    ],
    actor: 'dashboard-admin',
  }),
  'issuer-key-unknown': () => ({
    title: 'Entra does not know the key of the issuer yet',
    explanation:
      'The assertion was signed with a key that Entra does not find in the key set of the issuer. A copy of the key set, at Entra or in a proxy, may be out of date.',
    nextSteps: [
      { action: 'try-again', text: 'Wait a few minutes and check again.' },
      {
        action: 'ask-operator',
        text: 'If it lasts, ask the operator of this server to compare /.well-known/jwks at the address of the issuer with the one of this server.',
      },
    ],
    actor: 'dashboard-admin',
  }),
  'quoted-value': () => ({
    remark: 'The value that was sent contains quotation marks or spaces.',
    stepFirst: {
      action: 'check-values',
      text: 'Remove the quotation marks and spaces around the client ID in the settings of the program.',
    },
  }),
  'odd-character-sent': () => ({
    explanation:
      'Microsoft could not read one of the values of the sign-in request. A character such as < or a quotation mark in the client secret causes this, and so does a value that is not URL-encoded.',
    nextSteps: [
      {
        action: 'check-values',
        text: 'Check whether the client secret in the settings of the program contains a character such as <, > or a quotation mark.',
      },
      {
        action: 'create-secret',
        text: 'If it does, ask your IT admin to create a new client secret without such a character, and use its Value.',
      },
      {
        action: 'fix-program',
        text: 'For the developers: URL-encode each value of the token request.',
      },
    ],
    actor: 'dashboard-admin',
  }),
  'resource-of-program': ({ resource }) => ({
    title: 'The program asked for a service that this tenant does not have',
    explanation: `The program asked for a token for "${resource}". No service of that name exists in the tenant, so the request of the program is wrong.`,
    nextSteps: [
      {
        action: 'fix-program',
        text: resource.endsWith('/.default')
          ? `For the developers: the program asked for "${resource}" at the older token address, which takes a resource without /.default. Send resource=https://graph.microsoft.com there, or use the scope at /oauth2/v2.0/token.`
          : `For the developers: the program asked for "${resource}". To send mail, ask for the scope https://graph.microsoft.com/.default instead, or for the Graph address of your cloud.`,
      },
      tellDevelopers,
    ],
    actor: 'developer',
  }),
  'permission-needed': ({ permission }) => ({
    title: 'The app does not have the permission for this request',
    explanation: `The request needs the permission ${permission}, and the app does not have it as an application permission with consent. Mail.Send is enough only for sending a message in one step.`,
    nextSteps: [
      {
        action: 'grant-consent',
        text: `Ask your IT admin to open Entra ID > App registrations > your app > API permissions and add ${permission}: Add a permission > Microsoft Graph > Application permissions > ${permission}.`,
      },
      {
        action: 'grant-consent',
        text: 'Ask a Privileged Role Administrator or Global Administrator to choose Grant admin consent on the same page.',
      },
      {
        action: 'check-mailbox-access',
        text: 'If the permission is there, ask them to check the restrictions in Exchange Online: RBAC for Applications or an application access policy may exclude this mailbox.',
      },
    ],
  }),
  'token-on-upload-url': () => ({
    title: 'The program sent its token to an upload address',
    explanation:
      'The address of an upload session already contains its own proof, and it refuses a token for Microsoft Graph. This is a fault in the program.',
    nextSteps: [
      {
        action: 'fix-program',
        text: 'For the developers: send no Authorization header with the PUT requests to the upload address.',
      },
      nothingToChange,
    ],
  }),
  'sender-must-verify': () => ({
    nextSteps: [
      {
        action: 'check-mailbox',
        text: 'Ask the owner of the mailbox to sign in, and to follow the instructions that Microsoft has put in its Inbox.',
      },
      {
        action: 'unblock-sender',
        text: 'If it is still blocked, ask your IT admin to open Microsoft Defender > Email & collaboration > Review > Restricted entities and to choose Unblock.',
      },
      findSpam,
    ],
  }),
  'spam-suspected': () => ({
    explanation:
      'Exchange Online refuses the message, because the sender, the tenant or the address of the sending server looks like a source of spam. An administrator has to clear it up.',
    nextSteps: [
      contactSupport,
      {
        action: 'unblock-sender',
        text: 'Also ask your IT admin to look in Microsoft Defender > Email & collaboration > Review > Restricted entities for the sender, and to choose Unblock.',
      },
      findSpam,
    ],
  }),
  'tenant-sends-too-much': () => ({
    title: 'Exchange Online has blocked sending for the whole tenant',
    explanation:
      'The tenant has sent too much spam or bulk mail, so Microsoft blocks all of its senders. Unblocking one sender does not help.',
    nextSteps: [contactSupport, findSpam],
  }),
  'tenant-not-trusted': () => ({
    title: 'Exchange Online does not accept mail from this tenant yet',
    explanation:
      'Microsoft does not accept traffic from the address that this tenant sends from. This happens to trial subscriptions and to new tenants without paid licenses.',
    nextSteps: [
      {
        action: 'check-license',
        text: 'Ask your IT admin to check in the Microsoft 365 admin center > Billing > Your products that the subscription is paid and not a trial.',
      },
      contactSupport,
    ],
  }),
  'own-domain-needed': () => ({
    title: 'The onmicrosoft.com address has reached its sending limit',
    explanation:
      'Exchange Online limits how much an organization sends from its onmicrosoft.com domain to others. A domain of your own does not have this limit.',
    nextSteps: [
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to add your own domain in the Microsoft 365 admin center > Settings > Domains and to make it the primary address of the mailbox.',
      },
      {
        action: 'submit-values',
        text: 'Then enter that address as User Email and choose Submit.',
      },
    ],
  }),
  'domain-not-registered': () => ({
    title: 'The domain of the sender is not registered in the tenant',
    explanation:
      'The tenant sent too much mail from domains that it has not registered. Exchange Online blocks it until the domains are registered.',
    nextSteps: [
      {
        action: 'check-tenant',
        text: 'Ask your IT admin to add and verify the domain of the sender in the Microsoft 365 admin center > Settings > Domains.',
      },
      contactSupport,
    ],
  }),
  'server-on-block-list': () => ({
    title: 'The network address of a sending server is on a block list',
    explanation:
      'A server sent the message by SMTP from its own network address, and that address is on a list of suspected spam sources. This app sends through Microsoft Graph and not from its own address.',
    nextSteps: [
      {
        action: 'ask-network-team',
        text: 'Ask your network team to have the network address in the error removed from the block list that it names.',
      },
      {
        action: 'fix-program',
        text: 'Or have the program send through this app instead of by SMTP.',
      },
    ],
  }),
  'trust-store': ({ program }) => ({
    nextSteps: [
      trustSteps[program],
      {
        action: 'ask-network-team',
        text: 'Or ask them to exempt login.microsoftonline.com and graph.microsoft.com from inspection.',
      },
    ],
  }),
  'named-host': ({ host }) => ({
    title: `The connection to ${host} failed`,
    explanation: `The program tried to reach ${host}, which is not an address that this app uses. The connection to Microsoft Entra and Microsoft Graph is not the problem.`,
    nextSteps: [
      {
        action: 'ask-network-team',
        text: `Ask the operator of ${host} or your network team to check that its name resolves and that the server responds with a valid certificate.`,
      },
      { action: 'check-values', text: `If ${host} is wrong, correct it in the settings of the program.` },
    ],
  }),
  'local-service': ({ host }) => ({
    title: `The program did not reach ${host}`,
    explanation: `The program tried to reach ${host}, a service on the same computer or in its own network. Microsoft Entra and Microsoft Graph were not asked.`,
    nextSteps: [
      {
        action: 'fix-program',
        text: `Check that the service at ${host} runs, and that its name and port in the settings of the program are right.`,
      },
      { action: 'nothing', text: 'Change nothing here: the values of this app are not the cause.' },
    ],
  }),
  'before-sending': () => ({
    title: 'Microsoft Entra did not respond in time',
    explanation:
      'The program waited for a response from Microsoft Entra and received none. The sign-in comes before the message, so no message was sent.',
    nextSteps: [
      allowHosts,
      { action: 'set-up-server', text: 'If your network needs a proxy, have it configured for the program.' },
      { action: 'try-again', text: 'Then try again.' },
    ],
  }),
  'connection-lost': () => ({
    title: 'The connection to Microsoft was lost',
    explanation:
      'The connection ended before the response arrived. If a message was being sent, Microsoft may have received it. A firewall or a proxy that closes connections can cause this.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'If a message was being sent, look in Sent Items of the mailbox before you send it again.',
      },
      { action: 'try-again', text: 'Otherwise, try again in a minute.' },
      allowHosts,
    ],
  }),
  'no-tls-on-port': () => ({
    explanation:
      'The program started an encrypted connection, and the other side responded without encryption. Usually the address of the proxy starts with https:// although the proxy expects http://.',
    nextSteps: [
      {
        action: 'set-up-server',
        text: 'Check the proxy address in the settings of the program, such as HTTPS_PROXY: it usually has to start with http://, with the right port.',
      },
      {
        action: 'ask-network-team',
        text: 'Ask your network team which proxy address and port are right.',
      },
    ],
  }),
  'certificate-out-of-time': () => ({
    explanation:
      'The certificate of the other side has expired or is not valid yet, by the clock of this computer. The clock may be wrong, a proxy may present an old certificate, or the list of trusted certificates may be outdated.',
    nextSteps: [
      { action: 'set-up-server', text: 'Check that the clock of the server is correct.' },
      {
        action: 'set-up-server',
        text: 'Update the trusted certificates of the system or of the program.',
      },
      {
        action: 'ask-network-team',
        text: 'Ask your network team whether a proxy presents a certificate that has expired.',
      },
    ],
  }),
}

/** A database may hold variants of a later version. */
export const changeOfVariant = <Kind extends VariantKind>(variant: Variant<Kind>): Change =>
  Object.hasOwn(changes, variant.kind) ? changes[variant.kind](variant) : {}
