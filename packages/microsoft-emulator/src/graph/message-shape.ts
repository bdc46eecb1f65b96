/** The part of Graph's type system that a sendMail body uses; names are case-sensitive. [msgraph-metadata: cleanMetadata.xml] */
export type Shape =
  | { kind: 'string' | 'boolean' | 'binary' | 'any' }
  | { kind: 'enum'; values: readonly string[] }
  | { kind: 'object'; type: string; properties: Readonly<Record<string, Shape>> }
  | { kind: 'collection'; of: Shape }
  | { kind: 'attachment' }

const string: Shape = { kind: 'string' }
const boolean: Shape = { kind: 'boolean' }
const any: Shape = { kind: 'any' }
const object = (type: string, properties: Record<string, Shape>): Shape => ({
  kind: 'object',
  type: `microsoft.graph.${type}`,
  properties,
})
const collection = (of: Shape): Shape => ({ kind: 'collection', of })
const oneOf = (...values: string[]): Shape => ({ kind: 'enum', values })

const recipient = object('recipient', { emailAddress: object('emailAddress', { address: string, name: string }) })

export const messageShape: Shape = object('message', {
  subject: string,
  body: object('itemBody', { contentType: oneOf('text', 'html'), content: string }),
  toRecipients: collection(recipient),
  ccRecipients: collection(recipient),
  bccRecipients: collection(recipient),
  replyTo: collection(recipient),
  from: recipient,
  sender: recipient,
  importance: oneOf('low', 'normal', 'high'),
  internetMessageHeaders: collection(object('internetMessageHeader', { name: string, value: string })),
  attachments: collection({ kind: 'attachment' }),
  isDeliveryReceiptRequested: boolean,
  isReadReceiptRequested: boolean,
  singleValueExtendedProperties: collection(object('singleValueLegacyExtendedProperty', { id: string, value: string })),
  multiValueExtendedProperties: collection(
    object('multiValueLegacyExtendedProperty', { id: string, value: collection(string) }),
  ),
  // These properties exist but have no effect on sending.
  id: string,
  bodyPreview: string,
  categories: collection(string),
  changeKey: string,
  conversationId: string,
  conversationIndex: { kind: 'binary' },
  createdDateTime: string,
  extensions: collection(any),
  flag: any,
  hasAttachments: boolean,
  inferenceClassification: oneOf('focused', 'other'),
  internetMessageId: string,
  isDraft: boolean,
  isRead: boolean,
  lastModifiedDateTime: string,
  parentFolderId: string,
  receivedDateTime: string,
  sentDateTime: string,
  uniqueBody: object('itemBody', { contentType: oneOf('text', 'html'), content: string }),
  webLink: string,
})

const attachmentBase = {
  id: string,
  name: string,
  contentType: string,
  size: any,
  isInline: boolean,
  lastModifiedDateTime: string,
}

/** Concrete attachment types, by their name in `@odata.type`. */
export const attachmentShapes: Readonly<Record<string, Shape>> = {
  fileAttachment: object('fileAttachment', {
    ...attachmentBase,
    contentBytes: { kind: 'binary' },
    contentId: string,
    contentLocation: string,
  }),
  itemAttachment: object('itemAttachment', { ...attachmentBase, item: any }),
  referenceAttachment: object('referenceAttachment', {
    ...attachmentBase,
    sourceUrl: string,
    providerType: any,
    permission: any,
    isFolder: boolean,
    previewUrl: string,
    thumbnailUrl: string,
  }),
  attachment: object('attachment', attachmentBase),
}
