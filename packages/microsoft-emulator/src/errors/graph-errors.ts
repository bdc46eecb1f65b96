/** One kind of error response from Graph. `assumed` lists the members without a known captured response. */
export interface GraphErrorRow {
  status: number
  code: string
  /** Each `{name}` is replaced with a value. */
  message: string
  assumed?: readonly ('status' | 'code' | 'message')[]
  source: string
  /** Exchange's responses often lack it. */
  withoutInnerError?: true
}

const outlookSource = 'EWS managed API enum; python-o365#668'
const requestBody = 'public responses from Graph; OData library text'
const sizeSource = 'microsoftgraph/microsoft-graph-docs-contrib#8362, #682; msgraph-sdk-powershell#1554'

/** Graph errors that sendMail can return, by our own names. */
export const graphErrors = {
  tokenEmpty: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Access token is empty.',
    source: 'captured responses from 2020, 2023 and 2024',
  },
  tokenNotWellFormed: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message:
      "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE Compact Serialization Format. (JWS): 'EncodedHeader.EncodedPayload.EncodedSignature'. (JWE): 'EncodedProtectedHeader.EncodedEncryptedKey.EncodedInitializationVector.EncodedCiphertext.EncodedAuthenticationTag'.",
    source: 'MaikuB/flutter_appauth#575',
  },
  tokenUnreadable: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'CompactToken parsing failed with error code: 80049217',
    source: 'AzureAD/microsoft-authentication-library-for-python#355',
  },
  tokenRejected: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Access token validation failure.',
    source: 'a Java console thread of Aug 2018 (401); assumed for a bad signature',
  },
  tokenExpired: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Lifetime validation failed, the token is expired.',
    source: 'captured response from Feb 2024',
  },
  tokenWrongAudience: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: 'Access token validation failure. Invalid audience.',
    source: 'microsoftgraph/microsoft-graph-docs#16208',
  },
  continuousAccessChallenge: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message:
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenCreatedWithOutdatedPolicies',
    source: 'elastic/connectors and microsoftgraph/msgraph-sdk-java#2355',
  },
  identityNotFound: {
    status: 401,
    code: 'Authorization_IdentityNotFound',
    message: 'The identity of the calling application could not be established.',
    source: 'microsoftgraph/msgraph-sdk-php#230',
  },
  noPermissionsInToken: {
    status: 401,
    code: 'NoPermissionsInAccessToken',
    message: 'The token contains no permissions, or permissions can not be understood.',
    source: 'microsoft-graph-docs#5673; python-o365#446, #777',
  },
  accessDenied: {
    status: 403,
    code: 'ErrorAccessDenied',
    message: 'Access is denied. Check credentials and try again.',
    source: 'kartverket/skyline#78; msgraph-sdk-php#1204; Azure/azure-cli#28628',
  },
  blockedByAccessPolicy: {
    status: 403,
    code: 'ErrorAccessDenied',
    message: 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
    source: 'microsoft-graph-docs#10103',
  },
  odataDisabled: {
    status: 403,
    code: 'ErrorAccessDenied',
    message: 'Access to OData is disabled.',
    source: 'microsoft-graph-docs: concepts/auth-limit-mailbox-access.md; office-js-docs-pr#2808',
  },
  insufficientPrivileges: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    source: 'microsoft-graph-docs: concepts/json-batching.md',
  },
  sendAsDenied: {
    status: 403,
    code: 'ErrorSendAsDenied',
    message:
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
    source: 'microsoft-graph-docs-contrib#7401; msgraph-sdk-php#1412',
  },
  quotaExceeded: {
    status: 403,
    code: 'ErrorQuotaExceeded',
    message: 'Cannot save changes made to an item to store.',
    assumed: ['status'],
    source: 'microsoft-graph-docs-contrib#7483; OfficeDocs-O365ServiceDescriptions#69 (403, Outlook REST), #207',
  },
  quotaExceededStorage: {
    status: 507,
    code: 'QuotaExceededException',
    message: 'Target mailbox quota exceeded.',
    source: 'microsoft-graph-docs-contrib#6177',
  },
  dailyLimitExceeded: {
    status: 429,
    code: 'ErrorExceededMessageLimit',
    message:
      'Cannot send mail. Daily Message/Recipient limit exceeded. Follow the instructions in your Inbox to verify your account.',
    source: `${outlookSource}; an n8n thread (429)`,
  },
  submissionBlocked: {
    status: 554,
    code: 'ErrorMessageSubmissionBlocked',
    message:
      'Cannot send mail. Follow the instructions in your Inbox to verify your account., WASCL UserAction verdict is not None. Actual verdict is HipSend, ShowTierUpgrade.',
    source: 'a captured 554 response in a public thread (delegated)',
  },
  userInvalid: {
    status: 404,
    code: 'ErrorInvalidUser',
    message: "The requested user '{user}' is invalid.",
    source: 'microsoft-graph-docs#7909, #4097; InnoGE/laravel-msgraph-mail#16',
  },
  resourceNotFound: {
    status: 404,
    code: 'Request_ResourceNotFound',
    message: "Resource '{user}' does not exist or one of its queried reference-property objects are not present.",
    source: 'several public threads',
  },
  resourceUndiscoverable: {
    status: 404,
    code: 'ResourceNotFound',
    message: 'Resource could not be discovered.',
    source: 'microsoft-graph-docs#5143',
  },
  mailboxNotEnabled: {
    status: 404,
    code: 'MailboxNotEnabledForRESTAPI',
    message: 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    source: 'fluent-smtp#96; microsoft-graph-docs#17826; msgraph-sdk-javascript#1756',
  },
  mailboxNotSupported: {
    status: 404,
    code: 'MailboxNotEnabledForRESTAPI',
    message: 'REST API is not yet supported for this mailbox.',
    source: 'O365/python-o365#438; a Delve thread of 2019',
  },
  tenantWithoutExchange: {
    status: 404,
    code: 'UnknownTenantId',
    message: 'We do not recognize this tenant ID {tenant}. Please double-check the tenant ID and try again.',
    source: 'a captured 404 response from Sep 2019',
  },
  mailboxMoving: {
    status: 503,
    code: 'ErrorMailboxMoveInProgress',
    message: 'Mailbox move in progress. Try again later.',
    assumed: ['status'],
    source: 'two public threads, one with 503',
    withoutInnerError: true,
  },
  noRecipients: {
    status: 400,
    code: 'ErrorInvalidRecipients',
    message: "At least one recipient is not valid., A message can't be sent because it contains no recipients.",
    source: 'SMTP2Graph#30; msgraph-sdk-java#831 (400)',
    withoutInnerError: true,
  },
  recipientNotResolved: {
    status: 400,
    code: 'ErrorInvalidRecipients',
    message:
      "At least one recipient is not valid., Recipient '{recipient}' is not resolved. All recipients must be resolved before a message can be submitted.",
    source: 'Microsoft365R#110; msgraph-sdk-powershell#803; msgraph-sdk-dotnet#1891',
    withoutInnerError: true,
  },
  unknownProperty: {
    status: 400,
    code: 'RequestBodyRead',
    message:
      "The property '{property}' does not exist on type '{type}'. Make sure to only use property names that are defined by the type.",
    source: 'two captured responses in public code',
  },
  unexpectedNode: {
    status: 400,
    code: 'RequestBodyRead',
    message:
      "An unexpected '{found}' node was found for property named '{property}' when reading from the JSON reader. A '{expected}' node was expected.",
    assumed: ['message'],
    source: requestBody,
  },
  unconvertibleLiteral: {
    status: 400,
    code: 'RequestBodyRead',
    message: "Cannot convert the literal '{literal}' to the expected type '{type}'.",
    assumed: ['message'],
    source: requestBody,
  },
  enumValueUnknown: {
    status: 400,
    code: 'RequestBodyRead',
    message: "Requested value '{literal}' was not found.",
    assumed: ['message'],
    source: requestBody,
  },
  attachmentTypeInvalid: {
    status: 400,
    code: 'RequestBodyRead',
    message: 'Invalid OData type specified: "{type}"',
    assumed: ['status', 'code'],
    source: 'a notification-provider thread (only the text)',
  },
  jsonUnreadable: {
    status: 400,
    code: 'BadRequest',
    message:
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    source: 'microsoft-graph-docs-contrib#1369',
  },
  bodyUnreadable: {
    status: 400,
    code: 'UnableToDeserializePostBody',
    message: 'were unable to deserialize ',
    source: 'Softeria/ms-365-mcp-server#569',
    withoutInnerError: true,
  },
  mediaTypeUnsupported: {
    status: 415,
    code: 'RequestBodyRead',
    message:
      "A supported MIME type could not be found that matches the content type of the response. None of the supported type(s) 'application/json' matches the content type '{contentType}'.",
    assumed: ['message'],
    source: 'a PHP mailer thread #14 (415)',
  },
  methodUnsupported: {
    status: 405,
    code: 'ErrorInvalidRequest',
    message: 'The OData request is not supported.',
    source: 'a PHP mailer thread (405)',
    withoutInnerError: true,
  },
  unexpectedSegment: {
    status: 400,
    code: 'Request_BadRequest',
    message: 'Unexpected segment OpenPropertySegment. Expected property/$value.',
    source: 'microsoft-graph-docs-contrib#5779',
  },
  segmentNotFound: {
    status: 400,
    code: 'BadRequest',
    message: "Resource not found for the segment '{segment}'.",
    source: 'a captured 400 of POST /v1.0/sendMail',
  },
  meWithoutUser: {
    status: 400,
    code: 'BadRequest',
    message: '/me request is only valid with delegated authentication flow.',
    source: 'freeitsm thread (400); msgraph-sdk-java threads',
  },
  headerNameInvalid: {
    status: 400,
    code: 'InvalidInternetMessageHeader',
    message: "The internet message header name '{name}' should start with 'x-' or 'X-'.",
    source: 'contao/notification_center#436',
  },
  headerCountInvalid: {
    status: 400,
    code: 'InvalidInternetMessageHeaderCollection',
    message: 'Maximum number of headers in one message should be less than or equal to 5.',
    assumed: ['message'],
    source: 'msgraph-sdk-dotnet#2208 (400, meaning of the text); public live-test code (code)',
  },
  mimeInvalid: {
    status: 400,
    code: 'ErrorMimeContentInvalidBase64String',
    message: 'Invalid base64 string for MIME content.',
    source: 'microsoft-graph-docs: api-reference/v1.0/api/user-sendmail.md',
    withoutInnerError: true,
  },
  messageTooLarge: {
    status: 400,
    code: 'ErrorMessageSizeExceeded',
    message: 'The message exceeds the maximum supported size., Cannot save changes made to an item to store.',
    source: 'microsoft-graph-docs-contrib#2561; office365mail thread (400)',
    withoutInnerError: true,
  },
  requestTooLarge: {
    status: 413,
    code: 'RequestEntityTooLarge',
    message: 'The maximum request length supported is 4MB.',
    assumed: ['message'],
    source: sizeSource,
  },
  requestTooLongAsBadRequest: {
    status: 400,
    code: 'BadRequest',
    message: 'Maximum request length exceeded.',
    source: sizeSource,
  },
  mailboxConcurrencyLimit: {
    status: 429,
    code: 'ApplicationThrottled',
    message: 'Application is over its MailboxConcurrency limit.',
    source: 'terraform-provider-outlook#21; corso#3695',
    withoutInnerError: true,
  },
  incomingBytesLimit: {
    status: 429,
    code: 'ApplicationThrottled',
    message: 'Application is over its IncomingBytes limit.',
    source: 'a captured 429 response in a public thread',
    withoutInnerError: true,
  },
  tooManyRequests: {
    status: 429,
    code: 'TooManyRequests',
    message: 'Too many requests.',
    assumed: ['message'],
    source: 'microsoft-graph-docs: concepts/throttling.md, errors.md',
  },
  activityLimitReached: {
    status: 429,
    code: 'activityLimitReached',
    message: 'The app or user has been throttled.',
    assumed: ['message'],
    source: 'microsoft-graph-docs: concepts/errors.md',
  },
  internalServerError: {
    status: 500,
    code: 'ErrorInternalServerError',
    message: 'An internal server error occurred. The operation failed.',
    assumed: ['message'],
    source: 'public threads; text unverified',
  },
  mailboxInfoStale: {
    status: 503,
    code: 'MailboxInfoStale',
    message:
      "Target resource '878bb4e7-505c-4d65-ae92-c3f0b531bda9' hosted on database 'cfca06fe-f5da-4524-a6d8-84a89350d05a' is currently on backend 'Unknown'",
    source: 'a captured 503 response in a public thread',
    withoutInnerError: true,
  },
  mailboxStoreUnavailable: {
    status: 503,
    code: 'MailboxStoreUnavailable',
    message: 'The mailbox database is temporarily unavailable.',
    assumed: ['message'],
    source: 'msgraph-sdk-javascript#854',
  },
  serviceNotAvailable: {
    status: 503,
    code: 'serviceNotAvailable',
    message: 'The service is unavailable.',
    assumed: ['message'],
    source: 'microsoft-graph-docs: concepts/best-practices-concept.md, errors.md',
  },
  gatewayTimeout: {
    status: 504,
    code: 'UnknownError',
    message: '',
    source: 'microsoft-graph-docs-contrib#6538; captured responses from 2019',
  },
} as const satisfies Record<string, GraphErrorRow>

export type GraphErrorName = keyof typeof graphErrors

export function isGraphErrorName(name: unknown): name is GraphErrorName {
  return typeof name === 'string' && Object.hasOwn(graphErrors, name)
}
