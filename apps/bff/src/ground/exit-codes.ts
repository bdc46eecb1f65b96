/** Exit codes of BSD's sysexits(3). */
export const exitCodes = {
  dataDamaged: 65,
  storageUnavailable: 74,
  tryAgainLater: 75,
  configuration: 78,
} as const

/** Ends the process with one sentence for the operator. */
export class StartupError extends Error {
  readonly exitCode: number
  constructor(exitCode: number, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}
