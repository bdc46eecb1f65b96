import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { EnteredValues, IntakeLink } from './intake-link.ts'

export type IntakeLinkStep =
  | ({ to: 'submitted'; submitted: EnteredValues; sealedWith: string | null } & Pick<
      IntakeLink,
      'prepared' | 'sealedSecret'
    >)
  /** Keeps everything but the results of the checks. */
  | { to: 'submitted'; submitted: EnteredValues }
  /** Deletes the sealed secret. */
  | { to: 'approved' | 'revoked' }

/** Each method is one transaction. */
export interface IntakeLinkStore {
  create(link: IntakeLink, tokenHash: string, event: AuditEvent): Promise<void>
  /** Newest first. */
  list(botId: string): Promise<IntakeLink[]>
  readByToken(tokenHash: string): Promise<IntakeLink | null>
  /** Counts a try of an open link, or takes one back. Returns false if the limit is already reached. */
  countTry(id: string, by: 1 | -1): Promise<boolean>
  /** Returns false unless the link is in one of these states: of two concurrent calls, one gets false. */
  take(id: string, from: IntakeLink['state'][], step: IntakeLinkStep, event: AuditEvent): Promise<boolean>
  /** Deletes the sealed secrets that were submitted before this time and never approved. */
  forgetSecrets(submittedBefore: string): Promise<void>
}
