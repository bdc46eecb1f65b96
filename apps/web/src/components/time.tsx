import { formatFullTime, formatTime } from '../lib/format-time.ts'

export const Time = ({ iso }: { iso: string }) => (
  <time dateTime={iso} title={formatFullTime(iso)}>
    {formatTime(iso, new Date())}
  </time>
)
