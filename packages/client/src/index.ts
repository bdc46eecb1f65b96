export { createMailClient, type MailClient, type MailClientSettings } from './create-mail-client.ts'
export { MailError } from './mail-error.ts'
export type {
  Attachment,
  ListFilter,
  Message,
  MessagePage,
  MessageState,
  MessageToSend,
  Recipient,
  RecipientInput,
  Warning,
} from './message.ts'
export type { ClientSlug, Diagnosis, FieldError, MailProblem, ProblemSlug } from './problem.ts'
export type { AcceptedMessage, SendOptions, SendOutcome, TakenMessage } from './send-outcome.ts'
