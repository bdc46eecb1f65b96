import type { CredentialKind } from '../credential.ts'
import { listFields, type Office365Field, office365FieldLabels } from '../office365-fields.ts'
import type { EntraLinks } from './entra-links.ts'

export interface Prerequisite {
  field: Office365Field
  label: string
  what: string
  /** The path to the page, in Microsoft's words. */
  path: readonly string[]
  /** The name of the value on that page. */
  microsoftName: string
  link: keyof EntraLinks | null
  looksLike: string
  example: string
  /** Who can see the value, and who can create it. */
  who: string
  tips: readonly string[]
}

const anyReader =
  'An owner of the app, an Application Administrator, a Cloud Application Administrator or a Global Reader.'

/** The five values, in the order of the form. */
export const prerequisites: readonly Prerequisite[] = [
  {
    field: 'userEmail',
    label: office365FieldLabels.userEmail,
    what: 'The mailbox that the bot sends from.',
    path: ['Exchange admin center', 'Recipients', 'Mailboxes', 'the mailbox'],
    microsoftName: 'Primary email address',
    link: 'exchangeAdminCenter',
    looksLike: 'A mail address',
    example: 'bot@contoso.com',
    who: 'An Exchange Administrator creates the mailbox. Anyone who receives mail from it can see its address.',
    tips: [
      'Use a separate mailbox for the bot, not a person’s: what it sends is then easy to find, restrict and stop.',
      'Use the primary address. The bot can also send with an alias of the mailbox, but the scripts under Restrict app access need the primary address.',
      'It must be an address of the mailbox that User ID names: Microsoft refuses any other sender.',
      'A shared mailbox is enough. The mailbox must be in Exchange Online, not on your own servers.',
    ],
  },
  {
    field: 'clientId',
    label: office365FieldLabels.clientId,
    what: 'Identifies the app in Microsoft Entra that sends for the bot.',
    path: ['Microsoft Entra admin center', 'App registrations', 'All applications', 'the app', 'Overview'],
    microsoftName: 'Application (client) ID',
    link: 'appOverview',
    looksLike: '36 characters: 8-4-4-4-12 hexadecimal digits',
    example: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    who: anyReader,
    tips: ['The same page shows the app’s “Object ID”. It looks similar, but is the wrong value.'],
  },
  {
    field: 'tenantId',
    label: office365FieldLabels.tenantId,
    what: 'Identifies your organization in Microsoft 365.',
    path: ['Microsoft Entra admin center', 'App registrations', 'All applications', 'the app', 'Overview'],
    microsoftName: 'Directory (tenant) ID',
    link: 'appOverview',
    looksLike: '36 characters: 8-4-4-4-12 hexadecimal digits, or a verified domain such as contoso.com',
    example: '72f988bf-86f1-41af-91ab-2d7cd011db47',
    who: anyReader,
    tips: ['A verified domain also works: Submit looks up its tenant ID.'],
  },
  {
    field: 'clientSecret',
    label: office365FieldLabels.clientSecret,
    what: 'The app’s password. Entra shows it only once, when it is created. After that, no one can read it.',
    path: ['Microsoft Entra admin center', 'App registrations', 'the app', 'Certificates & secrets', 'Client secrets'],
    microsoftName: 'Value',
    link: 'certificatesAndSecrets',
    looksLike: 'About 40 letters, digits and characters such as ~ _ . and -',
    example: 'abc8Q~…',
    who: 'An owner of the app, an Application Administrator or a Cloud Application Administrator creates it. No one can see it twice.',
    tips: [
      'Copy the “Value”, not the “Secret ID”. A Secret ID has 36 characters, with four hyphens.',
      'Never send it by mail or chat. Use the intake link, or a password manager that you share.',
      'Note the date on which it expires, at most 24 months ahead. The bot stops sending on that day.',
    ],
  },
  {
    field: 'userId',
    label: office365FieldLabels.userId,
    what: 'Identifies the mailbox’s user permanently: unlike the address, it stays the same if the user is renamed.',
    path: ['Microsoft Entra admin center', 'Users', 'All users', 'the mailbox’s user', 'Overview'],
    microsoftName: 'Object ID',
    link: 'userProfile',
    looksLike: '36 characters: 8-4-4-4-12 hexadecimal digits',
    example: '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6071',
    who: 'A User Administrator or a Global Reader.',
    tips: [
      'Use the Object ID if you can. The user principal name also works, but it changes if the user is renamed.',
      'A shared mailbox also has a user in Entra, with an Object ID.',
      'Use the Object ID of the user, not of the app or a group.',
    ],
  },
]

export const listPrerequisites = (kind: CredentialKind): readonly Prerequisite[] =>
  prerequisites.filter(({ field }) => listFields(kind).includes(field))
