import type { MailProblem } from './problem.ts'

/** Reading failed. `sendMessage` returns an outcome instead, because a failed call may have sent the message. */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly problem: MailProblem
  constructor(problem: MailProblem) {
    super(`${problem.slug}: ${problem.detail}`, { cause: problem.cause })
    this.problem = problem
  }
}
