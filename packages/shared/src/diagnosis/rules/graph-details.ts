import type { Rule } from '../rule.ts'

/** Words beside a code of Graph or Exchange that say more than the code. */
export const graphDetails: readonly Rule[] = [
  // Something else than a mailbox was asked for, so no field of the form is wrong.
  {
    cause: 'unclear',
    codes: ['Request_ResourceNotFound', 'ResourceNotFound', 'itemNotFound'],
    says: [/(?:v1\.0|beta)\/(?:groups|teams|sites|drives|applications|serviceprincipals|devices|planner)\b/],
    also: ['user_not_found'],
  },
  {
    cause: 'app_access_policy',
    says: [
      'raop',
      /apponly accesspolicy/,
      /app-?only access ?policy/,
      /application ?access ?policy[^.]{0,60}(?:block|den|restrict)/,
      /blocked by tenant configured/,
    ],
    also: ['permission_missing', 'ews_access_policy'],
  },
  // A token for another service on the address of an upload, which is its own proof.
  {
    cause: 'token_wrong_audience',
    codes: ['InvalidAudienceForResource'],
    also: ['token_rejected'],
    differs: { detail: { kind: 'token-on-upload-url' } },
  },
  {
    cause: 'token_wrong_audience',
    says: [/invalid ?audience|audience (?:claim )?(?:value )?is invalid/],
    andSays: [/uploadsession|outlook\.office(?:365)?\.com\/api\/g?v\d/],
    also: ['token_rejected'],
    differs: { detail: { kind: 'token-on-upload-url' } },
  },
  {
    cause: 'graph_conditional_access',
    says: [
      'tokencreatedwithoutdatedpolicies',
      'tokenissuedbeforerevocationtimestamp',
      /interactionrequired and code(?!: location)/,
    ],
    unless: ['locationconditionevaluation'],
    also: ['token_expired'],
    differs: { retryable: true, detail: { kind: 'token-outdated' } },
  },
  {
    cause: 'graph_conditional_access',
    says: [
      'locationconditionevaluation',
      'continuous access evaluation',
      'insufficient_claims',
      'claims challenge',
      'claimschallenge',
      'tokenissuedbeforerevocation',
    ],
    also: ['token_rejected', 'token_expired'],
  },
  {
    cause: 'graph_wrong_cloud',
    codes: ['InvalidAuthenticationToken', 'Authorization_IdentityNotFound'],
    says: [
      /graph\.microsoft\.us|microsoftgraph\.chinacloudapi|login\.microsoftonline\.us|partner\.microsoftonline\.cn|login\.chinacloudapi|microsoftonline\.de/,
    ],
    andSays: ['audience', 'issuer', 'graph.microsoft.com', 'sts.windows.net', 'microsoftonline.com'],
    also: ['token_wrong_audience', 'token_rejected'],
  },
  {
    cause: 'mailbox_onprem_or_inactive',
    says: [
      /rest apis? (?:is|are) not yet supported/,
      /rest apis? for this mailbox (?:is|are) currently in preview/,
      /mailbox[^.]{0,60}(?:is )?(?:hosted )?(?:on[- ]prem)/,
      'mailboxhostedonpremises',
      'onpremises mailbox',
      'hybrid mailbox',
    ],
    unless: ['either inactive'],
    also: ['user_no_exchange'],
  },
  // Object ID @ tenant ID: the directory knows the user, but Exchange does not.
  {
    cause: 'user_no_exchange',
    says: [/requested user '?[0-9a-f-]{36}@[0-9a-f-]{36}'? is invalid/],
    also: ['user_not_found', 'mailbox_onprem_or_inactive'],
  },
  {
    cause: 'mailbox_unavailable',
    says: ['cross server access is not allowed'],
    also: ['route_not_found', 'user_not_found'],
    differs: { retryable: false, detail: { kind: 'item-of-other-mailbox' } },
  },
  { cause: 'graph_throttled', says: [/verdict is throttle/], also: ['sending_quota'] },
  { cause: 'sending_quota', says: [/verdict is refusequota/], also: ['sending_blocked'] },
  { cause: 'service_unavailable', says: [/verdict is transienterror/], also: ['sending_blocked', 'graph_throttled'] },
  {
    cause: 'sending_blocked',
    says: [/verdict is (?:hipsend|hipnotify)/],
    also: ['sending_quota'],
    differs: { detail: { kind: 'sender-must-verify' } },
  },
  {
    cause: 'sending_blocked',
    says: [/verdict is (?:suspend|block|refuse\b|deny|showtierupgrade)/],
    also: ['sending_quota'],
  },
  {
    cause: 'sending_quota',
    says: [/(?:daily|hourly|24-?hour) (?:message|recipient)[^.]{0,30}(?:limit|quota)[^.]{0,30}(?:exceeded|reached)/],
    unless: ['5.7.705'],
    also: ['sending_blocked', 'graph_throttled'],
  },
  {
    cause: 'request_malformed',
    says: ['savetosentitems'],
    andSays: ['errorinternalservererror', 'internalservererror'],
    also: ['service_unavailable'],
  },
  {
    cause: 'attachment_invalid',
    codes: [
      'RequestBodyRead',
      'BadRequest',
      'ErrorInvalidRequest',
      'ErrorInvalidArgument',
      'ErrorInvalidParameter',
      'UnableToDeserializePostBody',
      'ErrorPropertyValidationFailure',
      'ModelValidationFailure',
      'invalidRequest',
    ],
    says: [
      /(?:odata ?type|odata\.type)[^.]{0,30}(?:specified|invalid|unknown)[^a-z]{0,4}[\w.#" ]{0,60}attachment/,
      /microsoft\.graph\.(?:file|item|reference)?attachment/,
      /contentbytes/,
      /base-?64 char/,
      'edm.binary',
      /(?:not a valid|invalid) base-?64/,
    ],
    unless: ['mime content'],
    also: ['request_malformed', 'message_too_large'],
  },
  {
    cause: 'request_malformed',
    says: [
      /unable to read json request payload/,
      /property '[^']{1,120}' does not exist on type/,
      /supported mime type could not be found/,
      /invalid base64 string for mime/,
    ],
    also: ['attachment_invalid', 'recipients_invalid'],
  },
  {
    cause: 'mailbox_full',
    codes: ['ErrorQuotaExceeded'],
    unless: ['submissionquota'],
    also: ['sending_quota'],
  },
  {
    cause: 'message_too_large',
    says: [/maximum request length|message exceeds the maximum supported size|errormessagesizeexceeded/],
    also: ['attachment_invalid'],
  },
]
