import { useSyncExternalStore } from 'react'

const minuteMs = 60_000
const pollMs = 15_000

function subscribe(onChange: () => void) {
  const timer = setInterval(onChange, pollMs)
  return () => clearInterval(timer)
}

const currentMinute = () => Math.floor(Date.now() / minuteMs)

/** The current time, to the minute. Texts that are relative to it stay true while the page is open. */
export const useNow = (): Date => new Date(useSyncExternalStore(subscribe, currentMinute) * minuteMs)
