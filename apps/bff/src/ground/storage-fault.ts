/** The storage cannot be used now, or did not confirm a change. The cause is the engine's own error. */
export class StorageFault extends Error {
  /** The engine's code, such as `08006`. */
  readonly code: string
  constructor(code: string, cause: unknown) {
    super(`The storage cannot be used (${code}).`, { cause })
    this.code = code
  }
}
