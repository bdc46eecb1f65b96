import type { QuietHours } from '@office365-email/shared/alert-channel'

const minuteMs = 60_000
const dayMinutes = 24 * 60
const longestStepMinutes = 15
const longestMs = 8 * dayMinutes * minuteMs
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Says for a moment whether it is quiet. Asks for the local time instead of calculating with it: clocks are changed. */
function createClock({ timeZone, from, to, days }: QuietHours): (time: number) => boolean {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const [begin, end] = [toMinutes(from), toMinutes(to)]
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]))
    const minute = Number(parts['hour']) * 60 + Number(parts['minute'])
    const day = weekdays.indexOf(parts['weekday'] ?? '') + 1
    const beginsOn = (one: number) => days.includes(one)
    if (begin < end) return beginsOn(day) && minute >= begin && minute < end
    const dayBefore = day === 1 ? 7 : day - 1
    return (beginsOn(day) && minute >= begin) || (beginsOn(dayBefore) && minute < end)
  }
}

/** The search for the end takes steps of this length, which pass over no time between two quiet hours. */
function stepMsOf({ from, to }: QuietHours): number {
  const between = (toMinutes(from) - toMinutes(to) + dayMinutes) % dayMinutes
  return Math.min(between || longestStepMinutes, longestStepMinutes) * minuteMs
}

/** The end of the quiet hours that are now; null if there are none now. */
export function quietUntil(quietHours: QuietHours, now: Date): Date | null {
  const isQuiet = createClock(quietHours)
  const start = Math.floor(now.getTime() / minuteMs) * minuteMs
  if (!isQuiet(start)) return null
  const stepMs = stepMsOf(quietHours)
  let end = start
  while (isQuiet(end) && end - start < longestMs) end += stepMs
  while (end > start && !isQuiet(end - minuteMs)) end -= minuteMs
  return new Date(end)
}
