import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'

const delayMs = 200

/** Empty at first, so that a quick response does not flicker; then lines in the shape of the content. */
export function DelayedSkeleton({ lines }: { lines: ReadonlyArray<{ id: string; width: string; height: string }> }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), delayMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="stack" role="status" aria-label="Loading">
      {shown && lines.map(({ id, ...size }) => <Skeleton key={id} {...size} style={{ maxWidth: '100%' }} />)}
    </div>
  )
}
