import type { GraphErrorName } from '../errors/graph-errors.ts'

/** Thrown by Graph's checks; becomes Graph's JSON error. */
export class GraphRefusal extends Error {
  readonly error: GraphErrorName
  readonly values: Readonly<Record<string, string>>
  readonly retryAfterSeconds: number | undefined

  constructor(error: GraphErrorName, values: Record<string, string> = {}, retryAfterSeconds?: number) {
    super(error)
    this.error = error
    this.values = values
    this.retryAfterSeconds = retryAfterSeconds
  }
}
