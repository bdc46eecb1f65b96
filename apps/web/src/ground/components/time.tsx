import { formatFullTime, formatTime } from '../format-time.ts'
import { useNow } from '../use-now.ts'

export function Time({ iso }: { iso: string }) {
  const now = useNow()
  return (
    <time dateTime={iso} title={formatFullTime(iso)}>
      {formatTime(iso, now)}
    </time>
  )
}
