import { office365FieldLabels, office365Fields } from '@office365-email/shared/office365-fields'
import { office365Texts } from './texts.ts'

const { place } = office365Texts.prerequisites

/** What to ask the IT admin for. Holds no value of anybody's, so it may go by mail. */
export const adminRequest = (botName: string): string =>
  [
    'Hello,',
    `our bot “${botName}” shall send mail from a Microsoft 365 mailbox, through Microsoft Graph and without a signed-in user. Unified Dashboard needs an app registration for it in Microsoft Entra, with the Microsoft Graph application permission Mail.Send and admin consent, and these five values:`,
    office365Fields.map((field, index) => `${index + 1}. ${office365FieldLabels[field]}: ${place[field]}`).join('\n'),
    'Mail.Send lets the app send as every mailbox of the organisation. RBAC for Applications in Exchange Online limits it to the one that is needed.',
    'Hand the client secret over in person or through a password manager, not in an answer to this mail. The date on which it expires helps us to ask in time.',
  ].join('\n\n')
