/** Posts to addresses that people chose. Follows no redirect, and reads only the status of a response. */
export interface AlertSender {
  /** Explains what is wrong with the address to the person who entered it; null if nothing is wrong. */
  findFault(url: string): string | null
  /** The status of the response; null if there was none, or if the address is in a network that is not allowed. */
  post(url: string, headers: Record<string, string>, body: string): Promise<number | null>
}
