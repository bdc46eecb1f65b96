/** Above this size the oldest entries are dropped, even if there are few: a body can have megabytes. */
const keptBytes = 512_000_000

/** Keeps the newest entries. Drops old ones in batches, so that an append stays cheap under load. */
export class BoundedLog<T> {
  #entries: { entry: T; bytes: number }[] = []
  #bytes = 0
  readonly #keep: number

  constructor(keep: number) {
    this.#keep = keep
  }

  append(entry: T, bytes: number): void {
    this.#entries.push({ entry, bytes })
    this.#bytes += bytes
    if (this.#entries.length > this.#keep * 2 + 16) this.#drop(this.#entries.length - this.#keep)
    while (this.#bytes > keptBytes && this.#entries.length > 1) this.#drop(Math.ceil(this.#entries.length / 10))
  }

  list(): T[] {
    return this.#keep === 0 ? [] : this.#entries.slice(-this.#keep).map(({ entry }) => entry)
  }

  clear(): void {
    this.#entries = []
    this.#bytes = 0
  }

  #drop(count: number): void {
    for (const { bytes } of this.#entries.splice(0, count)) this.#bytes -= bytes
  }
}
