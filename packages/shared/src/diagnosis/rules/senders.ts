import type { Owner } from '../diagnosis.ts'
import type { Pieces } from '../rule.ts'
import { exchangeCode } from './smtp.ts'

/** A sign of the system that sent a response. */
export interface SenderSign {
  owner: Owner
  /** `certain`: nobody else writes this. `likely`: the text is about this system. */
  certainty: 'certain' | 'likely'
  says?: Pieces
  /** Parts of a `name: value` line of the headers, in lower case. */
  headerSays?: Pieces
  /** The name of a system that is neither Entra nor a mailbox, for the texts. */
  service?: string
}

const foreign = (service: string, ...says: Pieces): SenderSign => ({
  owner: 'other',
  certainty: 'certain',
  service,
  says,
})
const otherMicrosoft = (service: string, ...says: Pieces): SenderSign => ({
  ...foreign(service, ...says),
  certainty: 'likely',
})

/** In order: the first certain sign decides, otherwise the first likely one. */
export const senderSigns: readonly SenderSign[] = [
  {
    owner: 'entra',
    certainty: 'certain',
    says: [/aadsts\d{4}/],
    headerSays: ['x-ms-ests-server', 'x-ms-clitelem', 'x-ms-gateway-slice'],
  },
  // Exchange behind Graph answers in JSON, and only Graph names its codes like this.
  {
    owner: 'graph',
    certainty: 'certain',
    says: [/"error"\s?:\s?\{\s?"code"\s?:\s?"error[a-z]{3,60}"/],
  },
  foreign(
    'an Exchange server of your own',
    /https?:\/\/(?!outlook\.office|[\w.-]+\.outlook\.com)[\w.-]+(?::\d+)?\/ews\//,
    /host='(?!outlook\.office)[^']{1,120}', port=\d{2,5}\): max retries exceeded with url: \/ews\//,
    /autodiscover (?:service|failed|response|endpoint)/,
    /unable to relay recipient in non-accepted domain/,
  ),
  {
    owner: 'exchange',
    certainty: 'certain',
    says: [
      /exchange\/services\/2006|<(?:\w+:)?fault(?:code|string)?\b|faultcode>/,
      'bad outbound sender',
      'tenant has exceeded threshold',
      'traffic not accepted from this ip',
      /recogni[sz]ed as a valid sender/,
      /\.(?:prod|protection)\.outlook\.com/,
      'storedrv.',
      'wascl useraction',
      'exchangelib',
      'microsoft.exchange.',
      /smtp ?clientauthentication/,
      /smtp\.office365\.com[^.]{0,80}5\.\d\.\d/,
      'aka.ms/smtp_auth',
      exchangeCode(String.raw`5\.(?:7\.(?:139|23\d|5\d\d|6\d\d|7\d\d)|2\.25\d)`),
      /\bas\(\d{3,6}\)/,
    ],
  },
  foreign('SharePoint', /-2147024891|spqueryexception/),
  {
    owner: 'graph',
    certainty: 'certain',
    says: [
      /\binner_?error\b(?=.{0,300}(?:request-id|date))/,
      'x-ms-ags-diagnostic',
      /\berror(?:access|send|invalid|mailbox|message|item|internal|exceeded|quota|missing|nonexistent|server|attachment|mime|account|user|folder|required|service|ad|api|property|too)[a-z]{3,40}\b/,
      /\bodata\.?errors?\b/,
      'graphserviceexception',
      '"odata.error"',
      /\b(?:authorization_(?:requestdenied|identitynotfound|identitydisabled)|request_resourcenotfound|request_badrequest|mailboxnotenabledforrestapi|nopermissionsinaccesstoken|invalidauthenticationtoken|mailboxinfostale|unabletodeserializepostbody|requestbodyread|applicationthrottled|unknowntenantid)\b/,
      'access is denied. check credentials and try again',
      '[raop]',
      /compacttoken/,
    ],
    headerSays: ['x-ms-ags-diagnostic', /(?:^|\n)(?:client-)?request-id: [0-9a-f]{8}/, 'x-ms-diagnostics', 'odata'],
  },
  foreign(
    'Google',
    /googleapis|google\.com|vendor\/google|google_(?:http|service|client)|google[-. ](?:auth|api|oauth)|gmail[ _.-]?api|\bgsmtp\b/,
    /(?:smtp|imap|pop)\.gmail\.com|gmail account|(?<![@\w.-])gmail\b(?!\.com)|\bgaxios/,
    /"status"\s?:\s?"(?:permission_denied|unauthenticated|invalid_argument|resource_exhausted|failed_precondition|unavailable|not_found)"/,
    /\b(?:permission_denied|resource_exhausted|failed_precondition)\b/,
    'insufficientpermissions',
    'insufficient authentication scopes',
    'request had invalid authentication credentials',
    /5\.7\.[89]{1}[^.]{0,4}(?:username and password not accepted|application-specific password)/,
  ),
  foreign(
    'WordPress',
    /\brest_(?:forbidden|cannot|no_route|not_logged_in|cookie|invalid|user|post|upload|disabled|login)\w*/,
    'wp-json',
    'rest_api_init',
    'sorry, you are not allowed to do that',
    'cookie check failed',
    'woocommerce_rest',
  ),
  foreign(
    'SendGrid',
    'sendgrid',
    'the provided authorization grant is invalid, expired, or revoked',
    'maximum credits exceeded',
    'from address does not match a verified sender identity',
  ),
  foreign('Mailgun', /mailgun/),
  foreign('Mailchimp', /mailchimp|mandrill/),
  foreign('Mailjet', 'mailjet'),
  foreign('Brevo', /\bbrevo\b|sendinblue/),
  foreign('Postmark', 'postmark', 'have been marked as inactive'),
  foreign('SparkPost', 'sparkpost'),
  foreign('Resend', /api\.resend\.com|"name"\s?:\s?"(?:validation_error|missing_api_key|restricted_api_key)"/),
  foreign(
    'Amazon',
    /amazonaws|amazonses|\baws\b.{0,40}(?:error|exception)|botocore/,
    'email address is not verified. the following identities failed',
    /\b(?:signaturedoesnotmatch|invalidclienttokenid|accessdeniedexception|expiredtokenexception|missingauthenticationtoken|unrecognizedclientexception)\b/,
    'the security token included in the request is invalid',
    /service: amazon|@aws-sdk|aws-sdk|@smithy|cognito-idp/,
  ),
  foreign(
    'Slack',
    /slack\.com|slackapi|"ok"\s?:\s?false[^}]{0,40}"error"/,
    /\b(?:invalid_auth|channel_not_found|not_authed|token_revoked|account_inactive)\b/,
  ),
  foreign('Telegram', /api\.telegram\.org|"ok"\s?:\s?false\s?,\s?"error_code"/),
  foreign('Discord', /discord(?:app)?\.com|"message"\s?:\s?"401: unauthorized"/),
  foreign(
    'GitHub',
    /api\.github\.com|docs\.github\.com\/rest|"documentation_url"/,
    /"message"\s?:\s?"bad credentials"|\bbad credentials\b/,
    'resource not accessible by integration',
  ),
  foreign('GitLab', /gitlab\.com\/api/),
  foreign('Okta', /\.okta(?:preview)?\.com|"errorsummary"|\be00000\d\d\b/),
  foreign('Auth0', /auth0\.com|"error"\s?:\s?"(?:invalid_user_password|unauthorized_access)"/),
  foreign('Active Directory Federation Services', /\/adfs\/|\bmsis\d{4}\b/),
  foreign('another sign-in server', /identityserver|\bduende\b|authentik|zitadel|\bory\b.{0,20}hydra|pingfederate/),
  foreign('Keycloak', /keycloak|\/realms\/|invalid client or invalid client credentials/),
  foreign('Zoho', /zoho\.|zohoapis|invalid_oauthtoken/),
  foreign('Yahoo', /yahoodns|yahooinc|(?:smtp|imap)\.mail\.yahoo\.com|api\.login\.yahoo\.com/),
  foreign('Salesforce', /salesforce\.com|force\.com\/services|invalid_session_id|session expired or invalid/),
  foreign('Meta', /graph\.facebook\.com|fbtrace_id|oauthexception/),
  foreign('LinkedIn', /api\.linkedin\.com|"serviceerrorcode"/),
  foreign('Dropbox', /dropboxapi|"error_summary"/),
  foreign('HubSpot', /api\.hubapi\.com|hubspot/),
  foreign('Stripe', /stripe\.com|\bcard_declined\b|invalid api key provided/),
  foreign('Twilio', /api\.twilio\.com|twilio/),
  { ...foreign('Atlassian', /atlassian\.(?:com|net)|\bjira\b/), headerSays: ['x-seraph'] },
  foreign('Zoom', /api\.zoom\.us/),
  foreign('OpenAI', /api\.openai\.com|incorrect api key provided/),
  foreign(
    'Cloudflare',
    /api\.cloudflare\.com|cloudflare ray id|used cloudflare to restrict|^error code: 1\d{3}$|attention required! \| cloudflare|error 10\d\d[^.]{0,40}cloudflare/,
  ),
  foreign('Kubernetes', /"kind"\s?:\s?"status"|is forbidden: user "system:/),
  foreign('Elasticsearch', /security_exception|"type"\s?:\s?"[a-z]+_exception"/),
  foreign(
    'MySQL or another database',
    /sqlclient|sqlexception|cannot open server '|sqlstate\[|\bora-\d{5}|er_access_denied_error|access denied for user '[^']{1,80}'@'/,
  ),
  foreign('a directory server', /ldaperr|ldap: error code|ldap_bind/),
  foreign('Azure Key Vault', /keyvault\.baseclient|permission on key vault|forbiddenby(?:rbac|policy|firewall)/),
  { ...foreign('Azure Storage', /server failed to authenticate the request/), headerSays: ['windows-azure-'] },
  foreign('Azure Cosmos DB', /cosmosexception|cosmos db account/),
  foreign('Power BI', /powerbi|pbi\.error/),
  foreign(
    'another mail server',
    /relay(?:ing)? (?:access )?(?:denied|disallowed|not allowed|not permitted|prohibited)/,
    /sender address rejected|sender verify failed|helo command rejected|greylist/,
    /\bexim\b|\bpostfix\b|\bopensmtpd\b|\bdovecot\b|\bzimbra\b|hmailserver|mailenable/,
    /zen\.spamhaus|spamcop|barracudacentral|\bsorbs\b/,
    /mimecast|pphosted|messagelabs|ironport/,
  ),
  foreign(
    'the API of another program',
    'authentication credentials were not provided',
    /"message"\s?:\s?"unauthenticated\.?"/,
    /\bunauthenticated\.(?:"|$)/,
    /tools\.ietf\.org\/html\/rfc\d{4}#section/,
    /"timestamp"[^}]{0,80}"status"\s?:\s?\d{3}[^}]{0,80}"path"\s?:\s?"/,
    'csrf token mismatch',
    /\binvalid (?:api[ _-]?key|x-api-key)\b/,
    'whitelabel error page',
  ),
  {
    owner: 'proxy',
    certainty: 'certain',
    says: [
      /\b(?:zscaler|squid|bluecoat|blue coat|forcepoint|websense|fortigate|fortiguard|fortinet|mcafee web gateway|skyhigh|netskope|cisco umbrella|umbrella|barracuda|sophos|palo alto|globalprotect|checkpoint|check point|iboss|sonicwall|watchguard|f5 networks|big-ip|menlo security|symantec web)\b/,
      /(?:proxy|firewall|web filter)[^.]{0,60}(?:denied|blocked|refused)/,
      /the requested url was rejected/,
    ],
    headerSays: [
      'proxy-authenticate',
      'x-squid-error',
      'x-bluecoat',
      'x-zscaler',
      /server: (?:squid|zscaler|big-?ip|f5|bluecoat|mcafee|fortigate|netskope)/,
      /via: [^\n]{0,60}(?:squid|zscaler|bluecoat)/,
    ],
  },
  {
    owner: 'graph',
    certainty: 'likely',
    says: [
      /(?:dod-)?graph\.microsoft(?:-ppe)?\.(?:com|us|de)|microsoftgraph\.chinacloudapi|graph\.svc\.sovcloud/,
      /outlook\.office(?:365)?\.com\/api\//,
      /\bmicrosoft\.?graph\b|\bms[ -]?graph\b|\bmsgraph\b|microsoft graph|graphapi|graph api\b/,
      /\b(?:send|get|new|update)-mg[a-z]+\b|send-graphmailmessage|send-emailmessage[^.]{0,40}-graph/,
      /\bo365\.(?:connection|message|account)|\/sendmail\b/,
      /microsoft\.graph\./,
    ],
  },
  {
    owner: 'entra',
    certainty: 'likely',
    says: [
      /login\.(?:microsoftonline\.(?:com|us|de)|windows\.net|microsoft\.com|partner\.microsoftonline\.cn|chinacloudapi\.cn|sovcloud-identity)/,
      /sts\.windows\.net/,
      /\bmsal\w*|\badal\w*|azure[._]?identity|azidentity|msidentity/,
      /(?:clientsecret|clientcertificate|environment|clientassertion|usernamepassword|devicecode|managedidentity|workloadidentity)credential/,
      /\bazure ad\b|\bentra\b/,
      /ms graph token/,
    ],
  },
  {
    owner: 'exchange',
    certainty: 'likely',
    says: [/smtp\.office365\.com|outlook\.office365\.com|smtp-mail\.outlook\.com|\bews\b|exchange online/],
  },
  otherMicrosoft(
    'SharePoint',
    /\.sharepoint\.(?:com|us|cn)|-2147024891, system\.unauthorizedaccessexception|spqueryexception/,
  ),
  otherMicrosoft(
    'Azure Resource Manager',
    /management\.azure\.com|\bauthorizationfailed\b|does not have authorization to perform action/,
  ),
  otherMicrosoft('Azure Key Vault', /vault\.azure\.net|caller is not authorized to perform action on resource/),
  otherMicrosoft('Azure Storage', /\.(?:blob|queue|table|file)\.core\.windows\.net/),
  otherMicrosoft('Azure DevOps', /dev\.azure\.com|\.visualstudio\.com|\btf\d{6}\b/),
  otherMicrosoft('Dynamics 365', /\.crm\d{0,2}\.dynamics\.com|prvread\w+|privilegedenied/),
  otherMicrosoft('Azure Communication Services', /\.communication\.azure\.com|azure\.communication/),
  otherMicrosoft('Microsoft Teams', /webhook\.office\.com|teams\.microsoft\.com/),
]

/** Words of the program that made the request: its own fault, not a response. They count only if nothing else does. */
export const programFaults: Pieces = [
  /\b(?:key|attribute|name|index|modulenotfound|import|unboundlocal|recursion)error\b/,
  /(?:null(?:pointer|reference)|missingmethod|classnotfound|nosuchmethod|argumentnull|indexoutofrange|keynotfound)exception/,
  /cannot read propert|is not a function|is not defined|undefined method|undefined (?:index|array key|variable|offset)|call to (?:a member function|undefined)/,
  /cannot find module|no module named|could not load file or assembly|class [^.]{1,60} not found/,
  /\benoent\b|no such file or directory|file not found|permission denied: '/,
  /cors policy|blocked by cors/,
  /parameter set cannot be resolved|is not recognized as (?:the name of )?a|a parameter cannot be found that matches/,
  /syntaxerror|parseerror|unexpected end of json input/,
  /panic: runtime error|allowed memory size|undefinederror|outofmemoryerror|segmentation fault|trying to (?:get property|access)/,
  /\b(?:enospc|eacces|eperm|emfile|eisdir): |no space left on device|database is locked|sqlite_busy/,
  /unsupported mail transport/,
  /invalid content for mail|mailbox error: '/,
]
