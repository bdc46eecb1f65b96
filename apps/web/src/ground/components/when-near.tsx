import { type ReactNode, useEffect, useRef, useState } from 'react'

interface WhenNearProps {
  fallback: ReactNode
  children: ReactNode
}

const settledMs = 2_000

/** Content of the page's end, which must not delay its beginning: it comes once it is nearly in view, or the page has settled. */
export function WhenNear({ fallback, children }: WhenNearProps) {
  const place = useRef<HTMLDivElement>(null)
  const [isDue, setDue] = useState(false)
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setDue((was) => was || entries.some(isNear)), {
      rootMargin: '50%',
    })
    if (place.current) observer.observe(place.current)
    const timer = setTimeout(() => setDue(true), settledMs)
    return () => {
      observer.disconnect()
      clearTimeout(timer)
    }
  }, [])
  return <div ref={place}>{isDue ? children : fallback}</div>
}

const isNear = ({ isIntersecting }: IntersectionObserverEntry) => isIntersecting
