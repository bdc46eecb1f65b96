import { inspect } from 'node:util'

const shown = '[secret]'

/** A value that only `reveal` returns. JSON, templates, logs, `inspect` and `structuredClone` do not show it. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return shown
  }
  toJSON(): string {
    return shown
  }
  [inspect.custom](): string {
    return shown
  }
}

export function secretOf(value: string): Secret
export function secretOf(value: string | undefined): Secret | undefined
export function secretOf(value: string | undefined): Secret | undefined {
  return value === undefined ? undefined : new Secret(value)
}
