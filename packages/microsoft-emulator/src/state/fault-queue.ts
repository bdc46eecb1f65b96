import type { Fault } from './fault.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** Faults on order, first come first served. */
export class FaultQueue {
  #orders: { fault: Fault; left: number }[] = []

  add(fault: Fault, times: number): void {
    this.#orders.push({ fault, left: times })
  }

  /** The first fault for this request, used up by one. Only `reset-while-reading` is due before the body has come. */
  take(request: RecordedRequest, phase: 'head' | 'body'): Fault | undefined {
    if (this.#orders.length === 0) return undefined
    const order = this.#orders.find(
      ({ fault }) =>
        fault.on === request.route &&
        (fault.kind === 'reset-while-reading') === (phase === 'head') &&
        matches(fault.match, request),
    )
    if (!order) return undefined
    order.left -= 1
    if (order.left <= 0) this.#orders = this.#orders.filter((other) => other !== order)
    return order.fault
  }

  list(): { fault: Fault; left: number }[] {
    return this.#orders.map((order) => ({ ...order }))
  }

  clear(): void {
    this.#orders = []
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
