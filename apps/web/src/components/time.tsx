import { formatFullTime, formatTime } from '../lib/format-time.ts'
import { useNow } from '../lib/use-now.ts'

export function Time({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <time dateTime={iso} title={formatFullTime(iso)}>
      {formatTime(iso, now)}
    </time>
  )
}
