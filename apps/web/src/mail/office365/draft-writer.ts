import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { ApiProblem, isProblem, PageOutdated } from '../../ground/api-problem.ts'

/** `waiting`: a change is not on the server yet. `failed`: the same, and the last attempt failed. */
export type DraftState = 'kept' | 'waiting' | 'failed'

const pauseMs = 400
const retryMs = 10_000

/** `not-signed-in` is not final, because the person may sign in again. */
const isFinal = (error: unknown) =>
  error instanceof PageOutdated ||
  (error instanceof ApiProblem && error.document.status < 500 && !isProblem(error, 'not-signed-in'))

/** Saves the newest draft shortly after the last change, one request at a time, and again once the network is back. */
export class DraftWriter {
  readonly #save: (draft: Office365Draft) => Promise<unknown>
  readonly #listeners = new Set<() => void>()
  #pending: Office365Draft | null = null
  #running = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #state: DraftState = 'kept'

  constructor(save: (draft: Office365Draft) => Promise<unknown>) {
    this.#save = save
  }

  readonly state = (): DraftState => this.#state

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  write(draft: Office365Draft): void {
    this.#pending = draft
    if (this.#state === 'kept') this.#change('waiting')
    this.#schedule(pauseMs)
  }

  readonly flush = (): void => {
    clearTimeout(this.#timer)
    void this.#run()
  }

  #schedule(delayMs: number) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.flush, delayMs)
  }

  #change(state: DraftState) {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }

  async #run(): Promise<void> {
    const draft = this.#pending
    if (this.#running || !draft) return
    this.#running = true
    this.#pending = null
    try {
      await this.#save(draft)
      this.#change(this.#pending ? 'waiting' : 'kept')
      if (this.#pending) this.#schedule(pauseMs)
    } catch (error) {
      this.#change('failed')
      if (!isFinal(error)) {
        this.#pending ??= draft
        this.#schedule(retryMs)
      }
    } finally {
      this.#running = false
    }
  }
}
