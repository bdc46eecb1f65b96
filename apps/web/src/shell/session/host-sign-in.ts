import { basePath } from '../../ground/base-path.ts'

/** The address where the host signs people in. `next` is the path of the page to return to. */
export const hostSignInAddress = (url: string, next: string): string =>
  url.replaceAll('{next}', () => encodeURIComponent(`${window.location.origin}${basePath}${next}`))

const sentAt = 'office365-email-sent-to-host-at'
const returnsWithinMs = 60_000

/** Whether this tab was sent to the host a moment ago: it came back without a sign-in, and must not go in circles. */
export const wasJustSentToHost = (): boolean =>
  Date.now() - Number(sessionStorage.getItem(sentAt) ?? 0) < returnsWithinMs

/** A sign-in page often refuses to be shown inside of another page. */
export const isInsideOfPage = (): boolean => window.self !== window.top

export function goToHost(address: string): void {
  sessionStorage.setItem(sentAt, `${Date.now()}`)
  window.location.replace(address)
}
