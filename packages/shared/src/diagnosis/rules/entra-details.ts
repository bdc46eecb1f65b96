import type { Rule } from '../rule.ts'

const grantOfPerson =
  /\b(?:user_?name|password|ropc|refresh[ _]token|authorization[_ ]code|device[ _]?code|interactivebrowsercredential|interactive log[io]n|usernamepasswordcredential|devicecodecredential|on[- ]behalf[- ]of|acquiretokensilent|publicclientapplication|get-?msaltoken|msaluirequired\w*|single-page|spa)\b/

/** Words beside an AADSTS number that say more than the number. */
export const entraDetails: readonly Rule[] = [
  // The same number has another meaning for scopes.
  {
    cause: 'assertion_invalid',
    numbers: [700023],
    says: ['audience claim does not match'],
    also: ['wrong_cloud'],
  },
  // 700027 carries its reason in brackets. The key is of the certificate, and "used" is about the key that was found.
  {
    cause: 'assertion_invalid',
    numbers: [700027],
    says: [/key used is expired/, /certificate[^.]{0,40}expired/],
    also: ['secret_expired'],
    differs: { detail: { kind: 'certificate-expired' } },
  },
  {
    cause: 'assertion_invalid',
    numbers: [700027],
    says: ['key was not found', 'is not registered on application'],
    also: ['app_not_in_tenant'],
    differs: { detail: { kind: 'certificate-not-registered' } },
  },
  {
    cause: 'tls_failed',
    numbers: [1002016],
    says: ['tls'],
    also: ['token_request_malformed'],
  },
  // The same value as application and as directory: one of them was entered in the other's place.
  {
    cause: 'client_id_wrong',
    numbers: [700016, 70001, 7000229],
    says: [
      /identifier '?(?!x+'|y+')([\w.-]{1,64})'? was not found in the directory '?\1'?(?![\w-])/,
      /application \{?([\w-]{36})\}? is missing service principal in the tenant \{?\1/,
    ],
    also: ['app_not_in_tenant', 'tenant_not_found'],
  },
  {
    cause: 'client_id_wrong',
    numbers: [700016, 70001],
    says: [/identifier '\s?(?:"|')[^']{1,120}(?:"|')?\s?'/, /identifier '(?:\s[^']{1,120}|[^']{1,120}\s)'/],
    also: ['app_not_in_tenant'],
    differs: { detail: { kind: 'quoted-value' } },
  },
  // An identifier that is not a GUID is never one of Entra's: a placeholder, a name, a template that was not filled in.
  {
    cause: 'client_id_wrong',
    numbers: [700016, 70001, 700038, 90112],
    says: [
      /application with identifier '(?![0-9a-f]{8}-|\*{2,}|x{3,}|<|\[|\{?redacted|\.{3}|guid|[a-z]{2,10}:\/\/)[^']{0,120}'/,
      /identifier '\{\{/,
      /identifier '(?:<[^>]{1,40}client[^>]{0,40}>|\{?0{8}-0{4}-|\$\{?\w|%\w+%)/,
    ],
    also: ['app_not_in_tenant'],
  },
  {
    cause: 'client_id_wrong',
    numbers: [90014, 900144],
    says: [/(?:parameter|field):? '?'?client_id/],
    also: ['token_request_malformed'],
  },
  {
    cause: 'tenant_missing',
    numbers: [900023, 7000229, 700016, 90002],
    says: [
      /microsoftonline\.(?:com|us|cn)\/(?:common|organizations|consumers)\//,
      /microsoftonline\.(?:com|us|cn)\/\/?oauth2/,
    ],
    also: ['tenant_not_found', 'app_not_in_tenant'],
  },
  // Microsoft's own tenants behind "common", "organizations" and "consumers".
  {
    cause: 'tenant_missing',
    numbers: [700016, 7000229, 900023, 700011],
    says: [
      'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
      '9188040d-6c67-4c5b-b112-36a304b66dad',
      'd6d49420-f39b-4df7-a1dc-d59a935871db',
      "directory 'microsoft services'",
      "directory 'microsoft accounts'",
      "directory 'microsoft'",
    ],
    also: ['app_not_in_tenant', 'client_id_wrong'],
  },
  // A well-formed GUID that does not exist causes 90002; this GUID is Microsoft's own, behind "common".
  {
    cause: 'tenant_missing',
    numbers: [900023],
    says: [/identifier '[0-9a-f]{8}-[0-9a-f-]{27}' is neither/],
    also: ['tenant_not_found'],
  },
  {
    cause: 'wrong_cloud',
    numbers: [90002, 500011, 700016],
    says: ['microsoftonline.de', 'microsoftazure.de', 'cloudapi.de'],
    also: ['tenant_not_found'],
  },
  {
    cause: 'wrong_cloud',
    numbers: [500011, 50001, 500014, 70011, 1002012],
    says: [/(?:graph|dod-graph)\.microsoft\.us/, /microsoftgraph\.chinacloudapi/, /graph\.microsoft\.de/],
    unless: [/microsoftonline\.us/, /partner\.microsoftonline\.cn|login\.chinacloudapi/],
    also: ['resource_unknown', 'scope_invalid'],
  },
  {
    cause: 'wrong_cloud',
    numbers: [500011, 50001, 90002],
    says: [/login\.microsoftonline\.us|login\.partner\.microsoftonline\.cn|login\.chinacloudapi\.cn/],
    andSays: ['graph.microsoft.com'],
    also: ['resource_unknown', 'tenant_not_found'],
  },
  { cause: 'app_disabled', numbers: [70001], says: ['disabled'], also: ['app_not_in_tenant'] },
  {
    cause: 'secret_expired',
    numbers: [70002, 50012, 7000215],
    says: [/(?:secret|key)s?[^.]{0,80}(?:is|are|has|have)(?: been)? expired/],
    also: ['secret_invalid'],
  },
  {
    cause: 'public_client_config',
    numbers: [7000218, 70002],
    says: [grantOfPerson],
    andSays: ['client_assertion', 'client_secret', '7000218'],
    unless: ['client_credentials', 'confidentialclient', 'clientsecretcredential'],
    also: ['delegated_flow', 'secret_missing', 'client_id_wrong'],
  },
  {
    cause: 'secret_missing',
    numbers: [70002, 90014, 900144],
    says: [/(?:parameter|field):? '?'?client_(?:secret|assertion)/],
    also: ['public_client_config', 'client_id_wrong'],
    differs: { detail: { kind: 'no-credential-sent' } },
  },
  {
    cause: 'consent_missing',
    numbers: [90023],
    says: ['no applicable permissions'],
    also: ['delegated_flow', 'wrong_flow'],
  },
  { cause: 'public_client_config', numbers: [90023], says: ['public client'], also: ['client_id_wrong'] },
  {
    cause: 'assertion_invalid',
    numbers: [50012, 70002, 7000215],
    says: ['client assertion', 'certificate'],
    unless: ['invalid client secret'],
    also: ['secret_invalid'],
  },
  {
    cause: 'scope_invalid',
    numbers: [90014, 900144, 9000411],
    says: [/(?:parameter|field):? '?'?scope/],
    also: ['token_request_malformed'],
  },
  {
    cause: 'wrong_flow',
    numbers: [9002313, 900144, 90014, 70000, 9000411],
    says: [
      'invalid_grant',
      /(?:parameter|field):? '?'?(?:refresh_token|code|username|password|redirect_uri|code_verifier|assertion|response_type)\b/,
    ],
    also: ['delegated_flow', 'token_request_malformed'],
  },
  {
    cause: 'wrong_flow',
    numbers: [900561, 90056, 9002313],
    says: ['password', 'refresh_token', 'refresh token', 'ropc', 'username', 'authorization_code'],
    also: ['delegated_flow', 'token_request_malformed'],
  },
  {
    cause: 'delegated_flow',
    numbers: [65001],
    says: [
      /grant_type["']?\s?[=:]\s?["']?(?:refresh_token|password|authorization_code|urn:ietf:params:oauth:grant-type:(?:device_code|jwt-bearer))/,
      grantOfPerson,
    ],
    also: ['consent_missing', 'wrong_flow'],
  },
]
