import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import classes from './fold.module.css'
import { Icon } from './icon.tsx'

interface FoldProps {
  /** The fragment of its address. An address with it opens the fold. */
  id: string
  title: string
  children: ReactNode
}

/** A section that is closed until a person opens it or an address names it. Its content is made when it first opens. */
export function Fold({ id, title, children }: FoldProps) {
  const { hash, key } = useLocation()
  const headingId = useId()
  const details = useRef<HTMLDetailsElement>(null)
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    // The key changes with each navigation, so that a second click on the same link opens it again.
    if (key === '' || hash !== `#${id}` || !details.current) return
    details.current.open = true
    details.current.scrollIntoView()
  }, [hash, id, key])
  return (
    <details
      id={id}
      aria-labelledby={headingId}
      ref={details}
      className={classes['fold']}
      onToggle={(event) => {
        if (event.currentTarget.open) setOpened(true)
      }}
    >
      <summary className={classes['summary']}>
        <span className={classes['marker']}>
          <Icon name="chevron" size={14} />
        </span>
        <h2 id={headingId}>{title}</h2>
      </summary>
      <div className={classes['content']}>{opened && children}</div>
    </details>
  )
}

/** Folds below each other. */
export const Folds = ({ children }: { children: ReactNode }) => <div className={classes['folds']}>{children}</div>
