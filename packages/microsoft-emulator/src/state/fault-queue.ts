import type { Fault } from './fault.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** The faults that are still to happen, first in, first out. */
export class FaultQueue {
  #entries: { fault: Fault; left: number }[] = []

  add(fault: Fault, times: number): void {
    this.#entries.push({ fault, left: times })
  }

  /** Uses the first fault that matches the request once. Only `reset-while-reading` happens before the body is read. */
  take(request: RecordedRequest, phase: 'head' | 'body'): Fault | undefined {
    if (this.#entries.length === 0) return undefined
    const entry = this.#entries.find(
      ({ fault }) =>
        fault.on === request.route &&
        (fault.kind === 'reset-while-reading') === (phase === 'head') &&
        matches(fault.match, request),
    )
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left <= 0) this.#entries = this.#entries.filter((other) => other !== entry)
    return entry.fault
  }

  list(): { fault: Fault; left: number }[] {
    return this.#entries.map((entry) => ({ ...entry }))
  }

  clear(): void {
    this.#entries = []
  }
}

function matches(match: Fault['match'], request: RecordedRequest): boolean {
  if (match === undefined) return true
  if (typeof match === 'function') return match(request)
  const wanted = match.toLowerCase()
  const segments = request.path.toLowerCase().split('/').map(decodeLeniently)
  return segments.includes(wanted) || new URLSearchParams(request.body).get('client_id')?.toLowerCase() === wanted
}

function decodeLeniently(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
