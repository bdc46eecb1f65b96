/** The response of a receiver. */
export interface AlertResponse {
  status: number
  /** The value of `Retry-After`. */
  retryAfter: string | null
  /** The beginning of the body, as it was received. */
  text: string
}

/** Posts to addresses that people chose. Follows no redirect, and reads only the beginning of a response. */
export interface AlertSender {
  /** Explains what is wrong with the address to the person who entered it; null if nothing is wrong. */
  findFault(url: string): string | null
  /** Posts JSON. Null if there was no response, or if the address is in a network that is not allowed. */
  post(url: string, headers: Record<string, string>, body: string): Promise<AlertResponse | null>
}
