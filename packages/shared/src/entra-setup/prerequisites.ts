import { type Office365Field, office365FieldLabels } from '../office365-fields.ts'
import type { EntraLinks } from './entra-links.ts'

export interface Prerequisite {
  field: Office365Field
  label: string
  what: string
  /** Blade by blade, in Microsoft's own words. */
  path: readonly string[]
  /** What the value is called on that page. */
  microsoftName: string
  link: keyof EntraLinks | null
  looksLike: string
  example: string
  /** Who can see it, and who can make it. */
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
    what: 'The mailbox that the bot’s mail comes from.',
    path: ['Exchange admin center', 'Recipients', 'Mailboxes', 'the mailbox'],
    microsoftName: 'Primary email address',
    link: 'exchangeAdminCenter',
    looksLike: 'A mail address',
    example: 'bot@contoso.com',
    who: 'An Exchange Administrator makes the mailbox. Whoever sends you mail from it can tell you its address.',
    tips: [
      'Use a mailbox of the bot’s own, not a person’s: what it sends is then easy to find, to restrict and to stop.',
      'Take the primary address. The bot can send with an alias of the mailbox too, but the scripts of Restrict app access need the primary one.',
      'It has to be an address of the mailbox that User ID names: Microsoft refuses every other sender.',
      'A shared mailbox is enough. It needs a mailbox in Exchange Online, not one on your own servers.',
    ],
  },
  {
    field: 'clientId',
    label: office365FieldLabels.clientId,
    what: 'Names the app in Microsoft Entra that sends on the bot’s behalf.',
    path: ['Microsoft Entra admin center', 'App registrations', 'All applications', 'the app', 'Overview'],
    microsoftName: 'Application (client) ID',
    link: 'appOverview',
    looksLike: '36 characters: 8-4-4-4-12 hexadecimal digits',
    example: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    who: anyReader,
    tips: ['On the same page stands the app’s “Object ID”. It looks alike and is the wrong one.'],
  },
  {
    field: 'tenantId',
    label: office365FieldLabels.tenantId,
    what: 'Names your organisation’s Microsoft 365.',
    path: ['Microsoft Entra admin center', 'App registrations', 'All applications', 'the app', 'Overview'],
    microsoftName: 'Directory (tenant) ID',
    link: 'appOverview',
    looksLike: '36 characters: 8-4-4-4-12 hexadecimal digits, or a verified domain such as contoso.com',
    example: '72f988bf-86f1-41af-91ab-2d7cd011db47',
    who: anyReader,
    tips: ['A verified domain works too: Submit looks up the tenant ID that belongs to it.'],
  },
  {
    field: 'clientSecret',
    label: office365FieldLabels.clientSecret,
    what: 'The app’s password. Entra shows it once, when it is made; afterwards nobody can read it again.',
    path: ['Microsoft Entra admin center', 'App registrations', 'the app', 'Certificates & secrets', 'Client secrets'],
    microsoftName: 'Value',
    link: 'certificatesAndSecrets',
    looksLike: 'About 40 letters, digits and signs such as ~ _ . and -',
    example: 'abc8Q~…',
    who: 'An owner of the app, an Application Administrator or a Cloud Application Administrator makes it. Nobody sees it twice.',
    tips: [
      'Copy the “Value”, not the “Secret ID”. A Secret ID is 36 characters with four hyphens.',
      'Never send it by mail or chat. Use the intake link, or a password manager that both of you have.',
      'Write down when it expires, at most 24 months away. The bot stops sending on that day.',
    ],
  },
  {
    field: 'userId',
    label: office365FieldLabels.userId,
    what: 'Names the mailbox’s user for good: unlike the address, it survives a renaming.',
    path: ['Microsoft Entra admin center', 'Users', 'All users', 'the mailbox’s user', 'Overview'],
    microsoftName: 'Object ID',
    link: 'userProfile',
    looksLike: '36 characters: 8-4-4-4-12 hexadecimal digits',
    example: '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6071',
    who: 'A User Administrator or a Global Reader.',
    tips: [
      'Prefer the Object ID. The user principal name works too, but it changes when the person is renamed.',
      'A shared mailbox has a user in Entra as well, and so an Object ID.',
      'It is the Object ID of the user, not of the app and not of a group.',
    ],
  },
]
