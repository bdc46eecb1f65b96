import { type RefObject, useEffect, useRef } from 'react'

/** For what takes the place of the control that was pressed: without it, the focus would be lost. */
export function useFocusOnArrival(): RefObject<HTMLDivElement | null> {
  const arrived = useRef<HTMLDivElement>(null)
  useEffect(() => arrived.current?.focus(), [])
  return arrived
}
