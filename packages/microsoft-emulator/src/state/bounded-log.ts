/** Keeps the newest entries; cutting is put off so that an append stays cheap under load. */
export class BoundedLog<T> {
  #entries: T[] = []
  readonly #keep: number

  constructor(keep: number) {
    this.#keep = keep
  }

  append(entry: T): void {
    this.#entries.push(entry)
    if (this.#entries.length > this.#keep * 2 + 16) this.#entries = this.#entries.slice(-this.#keep)
  }

  list(): T[] {
    return this.#keep === 0 ? [] : this.#entries.slice(-this.#keep)
  }

  clear(): void {
    this.#entries = []
  }
}
