import type { MailDay, MailOutcome } from '@office365-email/shared/mail-statistics'

/** From the bottom of a bar to its top. */
const stackOrder = ['accepted', 'simulated', 'cancelled', 'unknown', 'failed'] as const satisfies MailOutcome[]

export interface BarPart {
  outcome: MailOutcome
  y: number
  height: number
}

/** A single failed message has to be seen on a day of thousands. */
const leastHeight = 3

export const mailsOf = (day: Pick<MailDay, MailOutcome>): number =>
  stackOrder.reduce((sum, outcome) => sum + day[outcome], 0)

/** The parts of one bar. The highest day fills the height; small parts are drawn larger, at the cost of the largest. */
export function layoutBar(day: Pick<MailDay, MailOutcome>, most: number, height: number): BarPart[] {
  const all = mailsOf(day)
  if (all === 0 || most === 0) return []
  const counted = stackOrder.filter((outcome) => day[outcome] > 0)
  const barHeight = Math.max((all / most) * height, counted.length * leastHeight)
  const heights = new Map(counted.map((outcome) => [outcome, Math.max((day[outcome] / all) * barHeight, leastHeight)]))
  const surplus = [...heights.values()].reduce((sum, part) => sum + part, 0) - barHeight
  const largest = counted.reduce((one, other) => (day[other] > day[one] ? other : one))
  heights.set(largest, (heights.get(largest) ?? 0) - surplus)
  let y = height
  return counted.map((outcome) => {
    const part = heights.get(outcome) ?? 0
    y -= part
    return { outcome, y, height: part }
  })
}
