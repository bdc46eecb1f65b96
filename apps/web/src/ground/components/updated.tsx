import { useSyncExternalStore } from 'react'
import { formatMinutesAgo } from '../format-time.ts'

const minuteMs = 60_000
const pollMs = 10_000

function subscribe(onChange: () => void) {
  const timer = setInterval(onChange, pollMs)
  return () => clearInterval(timer)
}

/** How old the data of a page is, such as "Updated 2 minutes ago". Not a live region: it changes every minute. */
export function Updated({ at }: { at: number }) {
  const minutes = useSyncExternalStore(subscribe, () => Math.max(Math.floor((Date.now() - at) / minuteMs), 0))
  return <p className="small quiet">{at > 0 ? `Updated ${formatMinutesAgo(minutes)}` : '\u00a0'}</p>
}
