/** Posts to addresses that people chose. Follows no redirect and reads no answer but its status. */
export interface AlertSender {
  /** What is wrong with the address, for the person who entered it; null if nothing is. */
  findFault(url: string): string | null
  /** The status of the answer; null if there was none, or if the address leads into a network that it must not. */
  post(url: string, headers: Record<string, string>, body: string): Promise<number | null>
}
